package org.statehouse.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.problem.Violation;
import org.statehouse.query.QueryString;
import org.statehouse.state.Caller;
import org.statehouse.state.RecordChecks;

/** Says what a write would say, for forms that are being filled in. */
@HttpResource
@Path("/records/{model}/validate")
public class ValidateResource {

    private final RecordChecks checks;
    private final ApiSettings settings;

    @Inject
    public ValidateResource(RecordChecks checks, ApiSettings settings) {
        this.checks = checks;
        this.settings = settings;
    }

    /**
     * {@code {valid, errors}}, with 200 also when it is not valid.
     *
     * <p>Without parameters the body is checked as a create; with {@code id} as a patch of that record; with
     * {@code partial=true} as a create of which some fields are not given yet.
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response validate(@PathParam("model") String model, @Context HttpServletRequest request, InputStream body) {
        String instead = "nothing is written: leave it out";
        NotTaken.condition(request, KeyedRequest.HEADER, instead);
        NotTaken.condition(request, HttpHeaders.IF_MATCH, instead);
        NotTaken.condition(request, HttpHeaders.IF_NONE_MATCH, instead);
        QueryString query = QueryString.parse(request.getQueryString());
        NotTaken.parametersBut(query, List.of("id", "partial"));
        String id = single(query, "id");
        String partial = single(query, "partial");
        if (partial != null && (id != null || !(partial.equals("true") || partial.equals("false")))) {
            throw badQuery(
                    "partial",
                    id != null
                            ? "partial goes without id: a patch of a record is checked for the given fields alone"
                            : "partial takes true or false");
        }
        ObjectNode record = RequestBody.json(request, body, settings.maxBodyBytes());
        RecordChecks.Part part = "true".equals(partial) ? RecordChecks.Part.GIVEN : RecordChecks.Part.WHOLE;
        Caller caller = Callers.of(request);
        List<Violation> errors =
                id == null ? checks.ofNew(caller, model, record, part) : checks.ofChange(caller, model, id, record);
        Map<String, Object> answer = new java.util.LinkedHashMap<>();
        answer.put("valid", errors.isEmpty());
        answer.put("errors", errors.stream().map(Violation::toMap).toList());
        return Response.ok(Json.write(out -> out.writePOJO(answer)), MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }

    private static @Nullable String single(QueryString query, String name) {
        List<String> values = query.parameters().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw badQuery(name, name + " stands here " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static RuntimeException badQuery(String parameter, String detail) {
        return Problem.of(ProblemType.BAD_QUERY, detail)
                .with("parameter", parameter)
                .exception();
    }
}
