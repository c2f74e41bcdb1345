package org.statehouse.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/** JSON bodies of requests, read within the limit and only when they say that they are JSON. */
final class RequestBody {

    private static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> PATCH = Set.of("application/json", "application/merge-patch+json");

    private RequestBody() {}

    static ObjectNode json(HttpServletRequest request, InputStream body, int maxBytes) {
        return read(request, body, maxBytes, JSON);
    }

    /** The same where the body may be left out: then it has no members. */
    static ObjectNode optionalJson(HttpServletRequest request, InputStream body, int maxBytes) {
        PushbackInputStream rest = new PushbackInputStream(body);
        try {
            int first = rest.read();
            if (first < 0) {
                return Json.MAPPER.createObjectNode();
            }
            rest.unread(first);
        } catch (IOException broken) {
            throw broken();
        }
        return json(request, rest, maxBytes);
    }

    static ObjectNode mergePatch(HttpServletRequest request, InputStream body, int maxBytes) {
        return read(request, body, maxBytes, PATCH);
    }

    /** JSON, or an empty object where the body has nothing; then no type is asked for. */
    static ObjectNode jsonOrNothing(HttpServletRequest request, InputStream body, int maxBytes) {
        requireIdentity(RequestHeaders.value(request, "Content-Encoding"));
        byte[] bytes = bytes(body, maxBytes);
        if (bytes.length == 0) {
            return Json.MAPPER.createObjectNode();
        }
        requireType(request, JSON);
        return Json.parseObject(bytes);
    }

    private static ObjectNode read(HttpServletRequest request, InputStream body, int maxBytes, Set<String> types) {
        requireType(request, types);
        requireIdentity(RequestHeaders.value(request, "Content-Encoding"));
        return Json.parseObject(bytes(body, maxBytes));
    }

    private static byte[] bytes(InputStream body, int maxBytes) {
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw Problem.of(
                                ProblemType.TOO_LARGE,
                                "The body has more than " + maxBytes + " bytes; send less at once, or use the import")
                        .with("max", maxBytes)
                        .exception();
            }
            return bytes;
        } catch (IOException broken) {
            throw broken();
        }
    }

    private static RuntimeException broken() {
        return Problem.of(ProblemType.MALFORMED_REQUEST, "The body ended before it was complete")
                .exception();
    }

    static void requireType(HttpServletRequest request, Set<String> types) {
        String given = RequestHeaders.value(request, HttpHeaders.CONTENT_TYPE);
        boolean plain = given != null && types.contains(given);
        if (!plain && !isOneInUtf8(given, types)) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Send the body as "
                                    + String.join(
                                            " or ", types.stream().sorted().toList()) + " in UTF-8")
                    .with("accepted", types.stream().sorted().toList())
                    .exception();
        }
    }

    private static boolean isOneInUtf8(@Nullable String given, Set<String> types) {
        MediaType type = type(given);
        if (type == null) {
            return false;
        }
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        return types.contains(essence(type)) && (charset == null || charset.equalsIgnoreCase("utf-8"));
    }

    private static @Nullable MediaType type(@Nullable String given) {
        try {
            return given == null ? null : MediaType.valueOf(given);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static String essence(MediaType type) {
        return (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
    }

    /** The type of the body without parameters, which must be one of those. */
    static String type(HttpServletRequest request, Set<String> types) {
        requireType(request, types);
        return essence(MediaType.valueOf(request.getContentType()));
    }

    /** No request is ever decompressed, so that a small body cannot become a large one. */
    static void requireIdentity(@Nullable String encoding) {
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding")
                    .exception();
        }
    }
}
