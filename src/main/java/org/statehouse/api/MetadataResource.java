package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogJson;
import org.statehouse.metadata.MetadataEngine;
import org.statehouse.metadata.Model;

/** The models as clients see them. The ETag is the catalog's version. */
@HttpResource
@Path("metadata")
@Produces(MediaType.APPLICATION_JSON)
public class MetadataResource {

    private final @Nullable MetadataEngine engine;

    /** For the container's proxy. */
    protected MetadataResource() {
        engine = null;
    }

    @Inject
    public MetadataResource(MetadataEngine engine) {
        this.engine = engine;
    }

    /** All of them. */
    @GET
    public Response catalog(@Context HttpHeaders headers, @Context HttpServletRequest request) {
        NotTaken.parameters(request);
        Catalog catalog = served();
        return answer(headers, catalog, MediaType.APPLICATION_JSON, () -> CatalogJson.catalog(catalog));
    }

    /** One of them; 404 {@code unknown-model} when there is none of that name. */
    @GET
    @Path("models/{model}")
    public Response model(
            @PathParam("model") String model, @Context HttpHeaders headers, @Context HttpServletRequest request) {
        NotTaken.parameters(request);
        Catalog catalog = served();
        Model known = catalog.model(model);
        return answer(headers, catalog, MediaType.APPLICATION_JSON, () -> CatalogJson.model(known));
    }

    /** With the catalog's version as ETag; 304 to who has it already. */
    static Response answer(HttpHeaders headers, Catalog catalog, String mediaType, Supplier<byte[]> body) {
        String etag = Conditions.etag(catalog.version());
        boolean known = Conditions.matches(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH), etag);
        Response.ResponseBuilder answer = known ? Response.notModified() : Response.ok(body.get(), mediaType);
        return answer.header(HttpHeaders.ETAG, etag).build();
    }

    private Catalog served() {
        if (engine == null) {
            throw new IllegalStateException("not injected");
        }
        return engine.current();
    }
}
