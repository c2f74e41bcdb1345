package org.statehouse.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.state.Command;

/** The call that makes a deleted record live again. */
@HttpResource
@Path("/records/{model}/{id}/restore")
public class RestoreResource {

    private final RecordCalls calls;
    private final ApiSettings settings;

    @Inject
    public RestoreResource(RecordCalls calls, ApiSettings settings) {
        this.calls = calls;
        this.settings = settings;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response restore(
            @PathParam("model") String model,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        WriteAnswers.refuseOnChange(headers, request);
        requireNothing(RequestBody.jsonOrNothing(headers, body, settings.maxBodyBytes()));
        Command.Restore restore = new Command.Restore(model, id, WriteAnswers.condition(headers));
        return calls.run(request, restore);
    }

    private static void requireNothing(ObjectNode body) {
        if (body.has("version")) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "To restore an old version's values is not supported yet; send an empty body or {}")
                    .exception();
        }
        if (!body.isEmpty()) {
            throw Problem.of(ProblemType.MALFORMED_REQUEST, "A restore takes an empty body or {}")
                    .exception();
        }
    }
}
