package org.statehouse.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.statehouse.query.QueryString;
import org.statehouse.state.Command;
import org.statehouse.state.RecordReads;

/** The records that a record is linked with. Paths are at the methods: words in the place of a relationship come first. */
@HttpResource
@Path("/records/{model}")
@Produces(MediaType.APPLICATION_JSON)
public class RecordLinksResource {

    private final RecordReads records;
    private final RecordCalls calls;
    private final ApiSettings settings;

    @Inject
    public RecordLinksResource(RecordReads records, RecordCalls calls, ApiSettings settings) {
        this.records = records;
        this.calls = calls;
        this.settings = settings;
    }

    @GET
    @MinPosition.Awaited
    @Path("/{id}/{relationship}")
    public Response related(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @Context HttpServletRequest request) {
        RecordAddress.refuseWord(relationship);
        QueryString query = QueryString.parse(request.getQueryString());
        byte[] page = records.related(Callers.of(request), model, id, relationship, query);
        return Response.ok(page, MediaType.APPLICATION_JSON_TYPE).build();
    }

    @PUT
    @Path("/{id}/{relationship}/{otherId}")
    public Response link(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @PathParam("otherId") String otherId,
            @Context HttpServletRequest request,
            InputStream body) {
        WriteAnswers.refuseOnChange(request);
        ObjectNode fields = RequestBody.optionalJson(request, body, settings.maxBodyBytes());
        Command.Linked one = LinkBodies.addressed(otherId, fields);
        return calls.respond(
                request,
                new Command.Link(model, id, relationship, WriteAnswers.condition(request), List.of(one), List.of()));
    }

    @DELETE
    @Path("/{id}/{relationship}/{otherId}")
    public Response unlink(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @PathParam("otherId") String otherId,
            @Context HttpServletRequest request) {
        WriteAnswers.refuseOnChange(request);
        Command.Linked one = LinkBodies.addressed(otherId, null);
        return calls.respond(
                request,
                new Command.Link(model, id, relationship, WriteAnswers.condition(request), List.of(), List.of(one)));
    }

    @POST
    @Path("/{id}/{relationship}")
    public Response linkMany(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @Context HttpServletRequest request,
            InputStream body) {
        WriteAnswers.refuseOnChange(request);
        ObjectNode lists = RequestBody.json(request, body, settings.maxBodyBytes());
        LinkBodies links = LinkBodies.read(lists);
        return calls.respond(
                request,
                new Command.Link(
                        model, id, relationship, WriteAnswers.condition(request), links.add(), links.remove()));
    }
}
