package org.statehouse.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request's id: the caller's own where it is a plain word of at most 128 characters, else one that is made here. */
final class RequestContext {

    static final String HEADER = "X-Request-Id";

    private static final String PROPERTY = "statehouse.request-id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestContext() {}

    static String idOf(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof String known) {
            return known;
        }
        String id = accepted(request.getHeaderString(HEADER));
        request.setProperty(PROPERTY, id);
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
