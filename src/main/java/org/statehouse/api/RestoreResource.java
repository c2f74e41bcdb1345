package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.state.Command;
import org.statehouse.state.Precondition;

/** The call that makes a deleted record live again, or brings the values of an old version back. */
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
            @Context HttpServletRequest request,
            InputStream body) {
        WriteAnswers.refuseOnChange(request);
        Precondition condition = WriteAnswers.condition(request);
        OptionalLong version = version(RequestBody.jsonOrNothing(request, body, settings.maxBodyBytes()));
        Command restore = version.isPresent()
                ? new Command.RestoreVersion(model, id, condition, version.getAsLong())
                : new Command.Restore(model, id, condition);
        return calls.respond(request, restore);
    }

    /** The version whose values are to come back, if one is named. */
    private static OptionalLong version(ObjectNode body) {
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!member.getKey().equals("version")) {
                throw malformed("A restore takes an empty body, {}, or {\"version\": n}");
            }
        }
        JsonNode version = body.get("version");
        if (version == null) {
            return OptionalLong.empty();
        }
        if (!version.isIntegralNumber() || !version.canConvertToLong() || version.longValue() < 1) {
            throw malformed("version must be a whole number from 1 on");
        }
        return OptionalLong.of(version.longValue());
    }

    private static RuntimeException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }
}
