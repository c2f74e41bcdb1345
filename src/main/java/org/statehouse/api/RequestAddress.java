package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/** The address of a request, in its parts. */
final class RequestAddress {

    /** Below it are the resources. */
    private static final String ROOT = "/api/";

    private RequestAddress() {}

    /**
     * The segments of the path below {@code /api}, taken apart before they are decoded, so that {@code %2F} is part of a name.
     * An empty one at the end, behind a last slash, is left out.
     */
    static List<String> segments(HttpServletRequest request) {
        String path = request.getRequestURI();
        int begin = request.getContextPath().length() + ROOT.length();
        List<String> segments = new ArrayList<>();
        while (begin < path.length()) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            segments.add(decoded(path.substring(begin, end)));
            begin = end + 1;
        }
        return segments;
    }

    private static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "A percent sign in a path is followed by two hexadecimal digits; one by itself is %25")
                    .exception();
        }
    }

    /** What is below {@code /api} as an absolute address, under the name that the request was sent to. */
    static String absolute(HttpServletRequest request, String below) {
        StringBuffer url = request.getRequestURL();
        url.setLength(url.length() - request.getRequestURI().length());
        return url.append(request.getContextPath()).append(ROOT).append(below).toString();
    }
}
