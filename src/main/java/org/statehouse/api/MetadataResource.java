package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogJson;
import org.statehouse.metadata.MetadataEngine;

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
    public Response catalog(@Context Request request, @Context UriInfo uri) {
        NotTaken.parameters(uri);
        Catalog catalog = served();
        return answer(request, catalog, CatalogJson.catalog(catalog));
    }

    /** One of them; 404 {@code unknown-model} when there is none of that name. */
    @GET
    @Path("models/{model}")
    public Response model(@PathParam("model") String model, @Context Request request, @Context UriInfo uri) {
        NotTaken.parameters(uri);
        Catalog catalog = served();
        return answer(request, catalog, CatalogJson.model(catalog.model(model)));
    }

    private static Response answer(Request request, Catalog catalog, byte[] json) {
        EntityTag tag = new EntityTag(Long.toString(catalog.version()));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.build()
                : Response.ok(json, MediaType.APPLICATION_JSON).tag(tag).build();
    }

    private Catalog served() {
        if (engine == null) {
            throw new IllegalStateException("not injected");
        }
        return engine.current();
    }
}
