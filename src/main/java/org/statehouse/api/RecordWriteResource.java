package org.statehouse.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.io.InputStream;
import java.util.List;
import org.statehouse.state.Command;
import org.statehouse.state.Precondition;
import org.statehouse.state.RecordRow;
import org.statehouse.state.StateManager;
import org.statehouse.state.Written;

/** The calls that change records: translated into commands, and the outcome into HTTP. */
@HttpResource
@Path("/records/{model}")
public class RecordWriteResource {

    private final StateManager states;
    private final ApiSettings settings;

    @Inject
    public RecordWriteResource(StateManager states, ApiSettings settings) {
        this.states = states;
        this.settings = settings;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response create(
            @PathParam("model") String model,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseUnfinished(headers, request);
        NotTaken.conditions(headers);
        ObjectNode record = RequestBody.json(headers, body, settings.maxBodyBytes());
        Written written = states.commit(WriteAnswers.caller(request), new Command.Create(model, record));
        RecordRow row = WriteAnswers.recordOf(written);
        return WriteAnswers.of(Response.Status.CREATED, written)
                .location(UriBuilder.fromPath("records/{model}/{id}").build(model, row.id()))
                .build();
    }

    @PATCH
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}")
    public Response patch(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(headers, request);
        Precondition condition = WriteAnswers.condition(headers);
        ObjectNode changes = RequestBody.mergePatch(headers, body, settings.maxBodyBytes());
        Written written = states.commit(WriteAnswers.caller(request), new Command.Patch(model, id, condition, changes));
        return WriteAnswers.of(Response.Status.OK, written).build();
    }

    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}")
    public Response replace(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(headers, request);
        Precondition condition = WriteAnswers.condition(headers);
        ObjectNode record = RequestBody.json(headers, body, settings.maxBodyBytes());
        Written written =
                states.commit(WriteAnswers.caller(request), new Command.Replace(model, id, condition, record));
        return WriteAnswers.of(Response.Status.OK, written).build();
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request) {
        WriteAnswers.refuseOnChange(headers, request);
        Written written = states.commit(
                WriteAnswers.caller(request), new Command.Delete(model, id, WriteAnswers.condition(headers)));
        return WriteAnswers.marked(Response.noContent(), written).build();
    }

    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}/{relationship}/{otherId}")
    public Response link(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @PathParam("otherId") String otherId,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(headers, request);
        ObjectNode fields = RequestBody.optionalJson(headers, body, settings.maxBodyBytes());
        Command.Linked one = LinkBodies.addressed(otherId, fields);
        return linked(
                request,
                new Command.Link(model, id, relationship, WriteAnswers.condition(headers), List.of(one), List.of()));
    }

    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}/{relationship}/{otherId}")
    public Response unlink(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @PathParam("otherId") String otherId,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request) {
        WriteAnswers.refuseOnChange(headers, request);
        Command.Linked one = LinkBodies.addressed(otherId, null);
        return linked(
                request,
                new Command.Link(model, id, relationship, WriteAnswers.condition(headers), List.of(), List.of(one)));
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}/{relationship}")
    public Response linkMany(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(headers, request);
        ObjectNode lists = RequestBody.json(headers, body, settings.maxBodyBytes());
        LinkBodies links = LinkBodies.read(lists);
        return linked(
                request,
                new Command.Link(
                        model, id, relationship, WriteAnswers.condition(headers), links.add(), links.remove()));
    }

    private Response linked(ContainerRequestContext request, Command.Link link) {
        return WriteAnswers.of(Response.Status.OK, states.commit(WriteAnswers.caller(request), link))
                .build();
    }
}
