package org.statehouse.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Begins with the Idempotency-Key of each request that may have one, before a resource reads its body. */
@Provider
public class KeyedRequests implements ContainerRequestFilter {

    private static final Set<String> WRITES = Set.of("POST", "PATCH", "PUT", "DELETE");

    @Override
    public void filter(ContainerRequestContext request) {
        if (WRITES.contains(request.getMethod())) {
            KeyedRequest.begin(request);
        }
    }
}
