package org.statehouse.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * Refuses addresses of which a part would be passed over or that are too long, before a resource is looked for: what
 * follows a semicolon is a matrix parameter to JAX-RS, which takes it out of the segment.
 */
@Provider
@PreMatching
public class AddressGuard implements ContainerRequestFilter {

    /** Characters that path and query may have together. */
    static final int MAX_LENGTH = 8_192;

    @Override
    public void filter(ContainerRequestContext request) {
        URI uri = request.getUriInfo().getRequestUri();
        String path = String.valueOf(uri.getRawPath());
        String query = uri.getRawQuery();
        if (path.length() + (query == null ? 0 : query.length()) > MAX_LENGTH) {
            throw Problem.of(ProblemType.URI_TOO_LONG, "An address has at most " + MAX_LENGTH + " characters")
                    .with("max", MAX_LENGTH)
                    .exception();
        }
        if (path.indexOf(';') >= 0) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "No path here has parameters; a semicolon that is part of a name is written as %3B")
                    .exception();
        }
    }
}
