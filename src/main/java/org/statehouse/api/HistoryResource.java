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
import org.statehouse.history.RecordHistory;
import org.statehouse.query.QueryString;

/** What has happened to a record. */
@HttpResource
@MinPosition.Awaited
@Path("/records/{model}/{id}/history")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

    private final RecordHistory history;

    @Inject
    public HistoryResource(RecordHistory history) {
        this.history = history;
    }

    @GET
    public Response history(
            @PathParam("model") String model, @PathParam("id") String id, @Context HttpServletRequest request) {
        QueryString query = QueryString.parse(request.getQueryString());
        return Response.ok(history.read(Callers.of(request), model, id, query), MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }
}
