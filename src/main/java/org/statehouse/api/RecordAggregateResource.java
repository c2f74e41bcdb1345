package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.statehouse.query.QueryString;
import org.statehouse.state.RecordAggregates;

/** Figures of records. */
@HttpResource
@MinPosition.Awaited
@Path("/records/{model}/aggregate")
@Produces(MediaType.APPLICATION_JSON)
public class RecordAggregateResource {

    private final RecordAggregates aggregates;

    @Inject
    public RecordAggregateResource(RecordAggregates aggregates) {
        this.aggregates = aggregates;
    }

    @GET
    public Response aggregate(
            @PathParam("model") String model, @Context ContainerRequestContext request, @Context UriInfo uri) {
        QueryString query = QueryString.parse(uri.getRequestUri().getRawQuery());
        return Response.ok(aggregates.read(Callers.of(request), model, query), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
