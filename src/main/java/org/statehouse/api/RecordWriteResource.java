package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.Projection;
import org.statehouse.session.Actor;
import org.statehouse.state.Caller;
import org.statehouse.state.Command;
import org.statehouse.state.Precondition;
import org.statehouse.state.RecordJson;
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
        refuseUnfinished(headers, request);
        NotTaken.conditions(headers);
        ObjectNode record = RequestBody.json(headers, body, settings.maxBodyBytes());
        Written written = states.commit(caller(request), new Command.Create(model, record));
        RecordRow row = recordOf(written);
        return answer(Response.Status.CREATED, written)
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
        refuseOnChange(headers, request);
        Precondition condition = condition(headers);
        ObjectNode changes = RequestBody.mergePatch(headers, body, settings.maxBodyBytes());
        Written written = states.commit(caller(request), new Command.Patch(model, id, condition, changes));
        return answer(Response.Status.OK, written).build();
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
        refuseOnChange(headers, request);
        Precondition condition = condition(headers);
        ObjectNode record = RequestBody.json(headers, body, settings.maxBodyBytes());
        Written written = states.commit(caller(request), new Command.Replace(model, id, condition, record));
        return answer(Response.Status.OK, written).build();
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request) {
        refuseOnChange(headers, request);
        Written written = states.commit(caller(request), new Command.Delete(model, id, condition(headers)));
        return marked(Response.noContent(), written).build();
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
            @Context ContainerRequestContext request) {
        refuseOnChange(headers, request);
        Set<String> one = Set.of(otherId);
        return linked(request, new Command.Link(model, id, relationship, condition(headers), one, Set.of()));
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
        refuseOnChange(headers, request);
        Set<String> one = Set.of(otherId);
        return linked(request, new Command.Link(model, id, relationship, condition(headers), Set.of(), one));
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
        refuseOnChange(headers, request);
        ObjectNode lists = RequestBody.json(headers, body, settings.maxBodyBytes());
        for (Map.Entry<String, JsonNode> member : lists.properties()) {
            if (!Set.of("add", "remove").contains(member.getKey())
                    || !member.getValue().isArray()) {
                throw malformed("The body takes two arrays of ids: add and remove");
            }
        }
        Set<String> add = ids(lists.path("add"));
        Set<String> remove = ids(lists.path("remove"));
        if (add.stream().anyMatch(remove::contains)) {
            throw malformed("An id stands in both add and remove");
        }
        return linked(request, new Command.Link(model, id, relationship, condition(headers), add, remove));
    }

    private Response linked(ContainerRequestContext request, Command.Link link) {
        return answer(Response.Status.OK, states.commit(caller(request), link)).build();
    }

    private static Response.ResponseBuilder answer(Response.Status status, Written written) {
        RecordRow row = recordOf(written);
        return marked(Response.status(status), written)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.ETAG, Conditions.etag(row.version()))
                .entity(Json.write(out -> RecordJson.write(out, row, Projection.ALL)));
    }

    /** {@code Statehouse-Position}: that position is in the log. Nothing is said when nothing had to change. */
    private static Response.ResponseBuilder marked(Response.ResponseBuilder answer, Written written) {
        return written.position() == null ? answer : answer.header("Statehouse-Position", written.position());
    }

    private static RecordRow recordOf(Written written) {
        RecordRow row = written.record();
        if (row == null) {
            throw new IllegalStateException("A write that leaves a record must give it");
        }
        return row;
    }

    private static Set<String> ids(JsonNode array) {
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode id : array) {
            if (!id.isTextual() && !id.isIntegralNumber()) {
                throw malformed("An id is a string or an integer");
            }
            ids.add(id.asText());
        }
        return ids;
    }

    private static Precondition condition(HttpHeaders headers) {
        return Conditions.ifMatch(headers.getHeaderString(HttpHeaders.IF_MATCH));
    }

    private static Caller caller(ContainerRequestContext request) {
        return new Caller(Actor.ANONYMOUS, RequestContext.idOf(request));
    }

    /** A promise that is not kept yet is refused, not ignored; and these calls take no parameters. */
    private static void refuseUnfinished(HttpHeaders headers, ContainerRequestContext request) {
        NotTaken.idempotencyKey(headers);
        NotTaken.parameters(request.getUriInfo());
    }

    /** The same for calls that change a record, which are conditional by If-Match alone. */
    private static void refuseOnChange(HttpHeaders headers, ContainerRequestContext request) {
        refuseUnfinished(headers, request);
        NotTaken.condition(
                headers, HttpHeaders.IF_NONE_MATCH, "send If-Match with the version that the write is based on");
    }

    private static RuntimeException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }
}
