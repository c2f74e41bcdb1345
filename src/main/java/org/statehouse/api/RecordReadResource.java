package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.statehouse.history.PastReads;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;
import org.statehouse.state.Caller;
import org.statehouse.state.RecordReads;

/** The calls that read records. */
@HttpResource
@MinPosition.Awaited
@Path("/records/{model}")
@Produces(MediaType.APPLICATION_JSON)
public class RecordReadResource {

    /** Words of the routes that no id or relationship may take; what they will answer does not exist yet. */
    private static final Set<String> WORDS = Set.of("history", "restore", "validate", "import", "export", "aggregate");

    private final RecordReads records;
    private final PastReads past;

    @Inject
    public RecordReadResource(RecordReads records, PastReads past) {
        this.records = records;
        this.past = past;
    }

    @GET
    public Response list(@PathParam("model") String model, @Context ContainerRequestContext request) {
        QueryString query = query(request);
        Caller caller = Callers.of(request);
        return PastReads.isAsked(query)
                ? past(past.list(caller, model, query))
                : json(records.list(caller, model, query)).build();
    }

    @GET
    @Path("/{id}")
    public Response find(
            @PathParam("model") String model, @PathParam("id") String id, @Context ContainerRequestContext request) {
        refuseWord(id);
        QueryString query = query(request);
        Caller caller = Callers.of(request);
        if (PastReads.isAsked(query)) {
            return past(past.find(caller, model, id, query));
        }
        RecordReads.Found found = records.find(caller, model, id, query);
        String etag = Conditions.etag(found.version());
        if (found.alone() && Conditions.matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), etag)) {
            return Response.notModified().header(HttpHeaders.ETAG, etag).build();
        }
        return json(Json.write(found.body())).header(HttpHeaders.ETAG, etag).build();
    }

    @GET
    @Path("/{id}/{relationship}")
    public Response related(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @Context ContainerRequestContext request) {
        refuseWord(relationship);
        return json(records.related(Callers.of(request), model, id, relationship, query(request)))
                .build();
    }

    /** Without an entity tag: If-Match would not mean what was read. */
    private static Response past(byte[] body) {
        return json(body).header("Cache-Control", "no-store").build();
    }

    private static Response.ResponseBuilder json(byte[] body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
    }

    private static QueryString query(ContainerRequestContext request) {
        return QueryString.parse(request.getUriInfo().getRequestUri().getRawQuery());
    }

    private static void refuseWord(String segment) {
        if (WORDS.contains(segment)) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no '" + segment + "' here")
                    .exception();
        }
    }
}
