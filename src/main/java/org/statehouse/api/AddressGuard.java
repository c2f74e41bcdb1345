package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Refuses addresses that are too long or another host's, and requests that could be read in two ways. What follows a semicolon
 * is a matrix parameter to JAX-RS, which takes it out of the segment. Statehouse's own launcher has refused paths that can be
 * read in two ways before; where the application is deployed without it, this one remains.
 */
final class AddressGuard {

    /** Characters that path and query may have together. */
    static final int MAX_LENGTH = 8_192;

    private static final String TRANSFER_ENCODING = "Transfer-Encoding";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private AddressGuard() {}

    /** 414 {@code uri-too-long}, 400 {@code malformed-request}, 421 {@code misdirected}. */
    static void check(HttpServletRequest request) {
        String path = request.getRequestURI();
        String query = request.getQueryString();
        if (path.length() + (query == null ? 0 : query.length()) > MAX_LENGTH) {
            throw Problem.of(ProblemType.URI_TOO_LONG, "An address has at most " + MAX_LENGTH + " characters")
                    .with("max", MAX_LENGTH)
                    .exception();
        }
        requireOneReading(request);
        requireOwnName(request.getServerName());
        if (path.indexOf(';') >= 0) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "No path here has parameters; a semicolon that is part of a name is written as %3B")
                    .exception();
        }
    }

    /**
     * What two servers on the way could read in two ways: two names of the host (RFC 9112, section 3.2), and a body in codings
     * that are not undone here (section 6.1).
     */
    private static void requireOneReading(HttpServletRequest request) {
        if (RequestHeaders.all(request, HttpHeaders.HOST).size() > 1) {
            throw malformed(HttpHeaders.HOST, "Host is given more than once; give it once");
        }
        String coding = RequestHeaders.value(request, TRANSFER_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
            throw malformed(
                    TRANSFER_ENCODING, "Send the body with Transfer-Encoding chunked, or with its Content-Length");
        }
    }

    private static ProblemException malformed(String header, String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail)
                .with("header", header)
                .exception();
    }

    /**
     * A page elsewhere can give its own name the address of this machine, and its scripts would then be of the same origin as
     * this server: until requests are authenticated only the names of the loopback are served.
     */
    private static void requireOwnName(@Nullable String host) {
        String name = String.valueOf(host).toLowerCase(Locale.ROOT);
        if (!LOOPBACK.contains(name)) {
            throw Problem.of(
                            ProblemType.MISDIRECTED,
                            "This server answers to localhost and 127.0.0.1 only, until requests are authenticated")
                    .exception();
        }
    }
}
