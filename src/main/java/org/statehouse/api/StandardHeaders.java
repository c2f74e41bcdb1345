package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.statehouse.metadata.CurrentCatalog;

/** In answers of JAX-RS, the catalog that serves when they are given: {@link Entrance} has named the one before; and a failure's body. */
@Provider
public class StandardHeaders implements ContainerResponseFilter {

    private final CurrentCatalog catalogs;

    @Inject
    public StandardHeaders(CurrentCatalog catalogs) {
        this.catalogs = catalogs;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle(Callers.CATALOG, catalogs.current().version());
        if (response.getEntity() instanceof Failure failure) {
            response.setEntity(failure.body(String.valueOf(request.getProperty(RequestContext.ATTRIBUTE))));
        }
    }
}
