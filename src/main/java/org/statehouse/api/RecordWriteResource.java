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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.statehouse.state.Command;
import org.statehouse.state.Precondition;

/** The calls that change records: translated into commands, and the outcome into HTTP. */
@HttpResource
@Path("/records/{model}")
public class RecordWriteResource {

    private final RecordCalls calls;
    private final ApiSettings settings;

    @Inject
    public RecordWriteResource(RecordCalls calls, ApiSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response create(
            @PathParam("model") String model, @Context ContainerRequestContext request, InputStream body) {
        NotTaken.parameters(request.getUriInfo());
        NotTaken.conditions(request);
        ObjectNode record = RequestBody.json(request, body, settings.maxBodyBytes());
        return calls.run(request, new Command.Create(model, record));
    }

    @PATCH
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}")
    public Response patch(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(request);
        Precondition condition = Prefer.rebased(request, WriteAnswers.condition(request));
        ObjectNode changes = RequestBody.mergePatch(request, body, settings.maxBodyBytes());
        return calls.run(request, new Command.Patch(model, id, condition, changes));
    }

    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}")
    public Response replace(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(request);
        Precondition condition = WriteAnswers.condition(request);
        ObjectNode record = RequestBody.json(request, body, settings.maxBodyBytes());
        return calls.run(request, new Command.Replace(model, id, condition, record));
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @PathParam("model") String model, @PathParam("id") String id, @Context ContainerRequestContext request) {
        WriteAnswers.refuseOnChange(request);
        return calls.run(request, new Command.Delete(model, id, WriteAnswers.condition(request)));
    }

    @PUT
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}/{relationship}/{otherId}")
    public Response link(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @PathParam("otherId") String otherId,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(request);
        ObjectNode fields = RequestBody.optionalJson(request, body, settings.maxBodyBytes());
        Command.Linked one = LinkBodies.addressed(otherId, fields);
        return calls.run(
                request,
                new Command.Link(model, id, relationship, WriteAnswers.condition(request), List.of(one), List.of()));
    }

    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}/{relationship}/{otherId}")
    public Response unlink(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @PathParam("otherId") String otherId,
            @Context ContainerRequestContext request) {
        WriteAnswers.refuseOnChange(request);
        Command.Linked one = LinkBodies.addressed(otherId, null);
        return calls.run(
                request,
                new Command.Link(model, id, relationship, WriteAnswers.condition(request), List.of(), List.of(one)));
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Path("/{id}/{relationship}")
    public Response linkMany(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @PathParam("relationship") String relationship,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(request);
        ObjectNode lists = RequestBody.json(request, body, settings.maxBodyBytes());
        LinkBodies links = LinkBodies.read(lists);
        return calls.run(
                request,
                new Command.Link(
                        model, id, relationship, WriteAnswers.condition(request), links.add(), links.remove()));
    }
}
