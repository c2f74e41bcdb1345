package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.statehouse.metadata.CurrentCatalog;

/** What every answer carries: the request's id, the catalog's version, and that nobody may guess its type; a failure's body. */
@Provider
public class StandardHeaders implements ContainerResponseFilter {

    private final CurrentCatalog catalogs;

    @Inject
    public StandardHeaders(CurrentCatalog catalogs) {
        this.catalogs = catalogs;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String requestId = RequestContext.idOf(request);
        response.getHeaders().putSingle(RequestContext.HEADER, requestId);
        response.getHeaders().putSingle(Callers.CATALOG, catalogs.current().version());
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        if (response.getEntity() instanceof Failure failure) {
            response.setEntity(failure.body(requestId));
        }
    }
}
