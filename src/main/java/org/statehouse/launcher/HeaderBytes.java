package org.statehouse.launcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.http.HttpHeader;

/**
 * The header section of a request as it came. The parsed one is not all of it: a Content-Length that stands before a
 * Transfer-Encoding is taken out.
 */
final class HeaderBytes {

    private final VarHandle buffer;

    private HeaderBytes(VarHandle buffer) {
        this.buffer = buffer;
    }

    /** @throws ReflectiveOperationException when the parser keeps its bytes elsewhere */
    static HeaderBytes find() throws ReflectiveOperationException {
        return new HeaderBytes(MethodHandles.privateLookupIn(HttpHeader.class, MethodHandles.lookup())
                .findVarHandle(HttpHeader.class, "headerBuffer", Buffer.class));
    }

    /** Whether a line of the section has this name. */
    boolean name(HttpHeader header, String name) {
        return buffer.get(header) instanceof Buffer bytes
                && namesIn(bytes.toStringContent(StandardCharsets.ISO_8859_1, 0, bytes.limit()), name);
    }

    /** The text ends with the section; a body of an earlier request may stand before it, which an empty line ends. */
    static boolean namesIn(String text, String name) {
        String section = text.stripTrailing();
        String lines = section.substring(section.lastIndexOf("\r\n\r\n") + 1);
        return lines.toLowerCase(Locale.ROOT).contains("\n" + name.toLowerCase(Locale.ROOT) + ":");
    }
}
