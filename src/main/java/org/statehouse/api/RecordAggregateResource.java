package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
    public Response aggregate(@PathParam("model") String model, @Context HttpServletRequest request) {
        QueryString query = QueryString.parse(request.getQueryString());
        return Response.ok(aggregates.read(Callers.of(request), model, query), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
