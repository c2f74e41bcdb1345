package org.statehouse.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/** How messages are written: the same ones as JSON (RFC 8259) or as CBOR (RFC 8949). */
enum Format {
    JSON,
    CBOR;

    private static final CBORMapper CBOR_MAPPER = new CBORMapper();

    /** The bytes of a value. */
    byte[] value(Json.Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = factory().createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private JsonFactory factory() {
        return switch (this) {
            case JSON -> Json.MAPPER.getFactory();
            case CBOR -> CBOR_MAPPER.getFactory();
        };
    }

    /** The bytes of an object's members, without what begins and ends it: both formats use one byte for each. */
    byte[] members(Json.Writer writer) {
        byte[] object = value(out -> {
            out.writeStartObject();
            writer.write(out);
            out.writeEndObject();
        });
        return Arrays.copyOfRange(object, 1, object.length - 1);
    }

    /** A message that somebody sent; 400 {@code malformed-request} when it is none. */
    JsonNode read(byte[] message) {
        return switch (this) {
            case JSON -> Json.parse(message);
            case CBOR -> readCbor(message);
        };
    }

    /** By way of JSON, so that the same is taken and refused. */
    private static JsonNode readCbor(byte[] message) {
        JsonNode read;
        try {
            read = CBOR_MAPPER.readTree(message);
        } catch (IOException fault) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "The frame is not valid CBOR")
                    .exception();
        }
        return Json.parse(Json.write(out -> Json.MAPPER.writeTree(out, read)));
    }
}
