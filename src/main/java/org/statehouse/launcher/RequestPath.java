package org.statehouse.launcher;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The path of a request as it came, and whether there is one way to read it (RFC 3986, sections 2.1 and 3.3). */
final class RequestPath {

    private RequestPath() {}

    /**
     * What is wrong with a path, in words for the caller, or null.
     *
     * @param path as on the request line, without the query; each byte one character
     */
    static @Nullable String fault(byte[] path) {
        if (path.length == 1 && path[0] == '*') {
            return null;
        }
        if (path.length == 0 || path[0] != '/') {
            return "An address begins with a slash";
        }
        byte[] decoded = new byte[path.length];
        int length = 0;
        for (int at = 0; at < path.length; at++) {
            if (path[at] == ';') {
                return "No path here has parameters; a semicolon that is part of a name is written as %3B";
            }
            if (path[at] != '%') {
                decoded[length++] = path[at];
            } else if (isEscape(path, at)) {
                decoded[length++] =
                        (byte) (HexFormat.fromHexDigit(path[at + 1]) << 4 | HexFormat.fromHexDigit(path[at + 2]));
                at += 2;
            } else {
                return "In a path, two hexadecimal digits follow a percent sign; one that is part of a name is"
                        + " written as %25";
            }
        }
        return faultOf(ByteBuffer.wrap(decoded, 0, length));
    }

    private static boolean isEscape(byte[] path, int at) {
        return at + 2 < path.length && HexFormat.isHexDigit(path[at + 1]) && HexFormat.isHexDigit(path[at + 2]);
    }

    private static @Nullable String faultOf(ByteBuffer decoded) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
        } catch (CharacterCodingException e) {
            return "A path is UTF-8; what is no ASCII in it is written byte by byte, as in %C3%A9";
        }
        if (text.indexOf('\\') >= 0 || text.indexOf('\0') >= 0) {
            return "No path here has a backslash or a zero byte";
        }
        return leadsAboveRoot(text) ? "The path leads above the root" : null;
    }

    private static boolean leadsAboveRoot(String text) {
        int depth = 0;
        for (String segment : text.split("/", -1)) {
            if (segment.equals("..")) {
                depth--;
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}
