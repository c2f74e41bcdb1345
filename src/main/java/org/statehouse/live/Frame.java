package org.statehouse.live;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message put together from parts that are encoded already, so that what many are told is encoded once. Names and values
 * follow each other; for one message, by one thread.
 */
final class Frame {

    private static final int CBOR_MAP = 0xbf;
    private static final int CBOR_ARRAY = 0x9f;
    private static final int CBOR_BREAK = 0xff;
    private static final int CBOR_TEXT = 0x60;
    private static final int CBOR_TRUE = 0xf5;
    private static final int CBOR_FALSE = 0xf4;

    private final Format format;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private boolean first = true;

    private Frame(Format format) {
        this.format = format;
    }

    /** A message of a type. */
    static Frame of(Format format, String type) {
        return new Frame(format).object().text("type", type);
    }

    /** An object in JSON that is no message of the socket. */
    static Frame ofData() {
        return new Frame(Format.JSON).object();
    }

    /** Begins an object as a value. */
    Frame object() {
        separate();
        return open('{', CBOR_MAP);
    }

    /** Begins an array as a member. */
    Frame array(String name) {
        return name(name).open('[', CBOR_ARRAY);
    }

    Frame end() {
        return close('}');
    }

    Frame endArray() {
        return close(']');
    }

    Frame text(String name, String value) {
        name(name).string(value);
        return this;
    }

    Frame flag(String name, boolean value) {
        name(name);
        if (format == Format.JSON) {
            write(Boolean.toString(value));
        } else {
            bytes.write(value ? CBOR_TRUE : CBOR_FALSE);
        }
        return this;
    }

    /** A value that is encoded in this format already. */
    Frame value(String name, byte[] encoded) {
        name(name);
        bytes.writeBytes(encoded);
        return this;
    }

    /** The same in an array. */
    Frame element(byte[] encoded) {
        separate();
        bytes.writeBytes(encoded);
        return this;
    }

    /** Members, one at least, that are encoded in this format already. */
    Frame members(byte[] encoded) {
        separate();
        bytes.writeBytes(encoded);
        return this;
    }

    /** Begins an object as a member. */
    Frame object(String name) {
        return name(name).open('{', CBOR_MAP);
    }

    /** Ends the message. */
    byte[] bytes() {
        end();
        return bytes.toByteArray();
    }

    private Frame name(String name) {
        separate();
        string(name);
        if (format == Format.JSON) {
            bytes.write(':');
        }
        return this;
    }

    private Frame open(char json, int cbor) {
        bytes.write(format == Format.JSON ? json : cbor);
        first = true;
        return this;
    }

    private Frame close(char json) {
        bytes.write(format == Format.JSON ? json : CBOR_BREAK);
        first = false;
        return this;
    }

    private void separate() {
        if (!first && format == Format.JSON) {
            bytes.write(',');
        }
        first = false;
    }

    private void string(String text) {
        if (format == Format.JSON) {
            bytes.write('"');
            bytes.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(text));
            bytes.write('"');
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(CBOR_TEXT, utf8.length);
        bytes.writeBytes(utf8);
    }

    /** RFC 8949, section 3: the length in the fewest bytes. */
    private void head(int major, int length) {
        if (length < 24) {
            bytes.write(major | length);
        } else if (length < 1 << 8) {
            bytes.write(major | 24);
            bytes.write(length);
        } else if (length < 1 << 16) {
            bytes.write(major | 25);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(major | 26);
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes.write(length >> shift);
            }
        }
    }

    private void write(String ascii) {
        bytes.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
