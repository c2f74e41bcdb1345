package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of a request that may stand more than once. */
final class RequestHeaders {

    private RequestHeaders() {}

    /** The value of a field, those of several lines with commas between them (RFC 9110, section 5.3); null without it. */
    static @Nullable String value(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        if (!values.hasMoreElements()) {
            return null;
        }
        String first = values.nextElement();
        return values.hasMoreElements() ? first + "," + String.join(",", Collections.list(values)) : first;
    }

    /** The values of all lines of a field. */
    static List<String> all(HttpServletRequest request, String name) {
        return Collections.list(request.getHeaders(name));
    }
}
