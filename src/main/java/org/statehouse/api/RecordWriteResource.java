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
            @PathParam("model") String model,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        NotTaken.parameters(request.getUriInfo());
        NotTaken.conditions(headers);
        ObjectNode record = RequestBody.json(headers, body, settings.maxBodyBytes());
        return calls.run(request, new Command.Create(model, record));
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
        Precondition condition = Prefer.rebased(headers, WriteAnswers.condition(headers));
        ObjectNode changes = RequestBody.mergePatch(headers, body, settings.maxBodyBytes());
        return calls.run(request, new Command.Patch(model, id, condition, changes));
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
        return calls.run(request, new Command.Replace(model, id, condition, record));
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request) {
        WriteAnswers.refuseOnChange(headers, request);
        return calls.run(request, new Command.Delete(model, id, WriteAnswers.condition(headers)));
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
        return calls.run(
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
        return calls.run(
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
        return calls.run(
                request,
                new Command.Link(
                        model, id, relationship, WriteAnswers.condition(headers), links.add(), links.remove()));
    }
}
