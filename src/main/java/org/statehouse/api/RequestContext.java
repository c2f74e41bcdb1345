package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request's id: the caller's own where it is a plain word of at most 128 characters, else one that is made here. */
final class RequestContext {

    static final String HEADER = "X-Request-Id";

    /** The request carries it under this name once it was asked for. */
    static final String ATTRIBUTE = "statehouse.request-id";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestContext() {}

    static String idOf(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = accepted(RequestHeaders.value(request, HEADER));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** The id that a request gives itself where it may, else a new one. */
    static String accepted(@Nullable String given) {
        if (given != null && PLAIN.matcher(given).matches()) {
            return given;
        }
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
