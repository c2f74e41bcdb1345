package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.MetadataEngine;
import org.statehouse.metadata.Reloaded;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.state.Answer;
import org.statehouse.state.Answered;
import org.statehouse.state.Caller;
import org.statehouse.state.RequestKey;
import org.statehouse.state.StateManager;

/** What changed metadata files would do, and putting them in force while the server runs. */
@HttpResource
@Path("metadata")
@Produces(MediaType.APPLICATION_JSON)
public class MetadataReloadResource {

    private final MetadataEngine engine;
    private final StateManager states;
    private final ApiSettings settings;

    @Inject
    public MetadataReloadResource(MetadataEngine engine, StateManager states, ApiSettings settings) {
        this.engine = engine;
        this.states = states;
        this.settings = settings;
    }

    /** {@code {catalog, next, steps, obstacles, consent}}; 422 {@code metadata-invalid} for files with faults. */
    @POST
    @Path("plan")
    public byte[] plan(@Context HttpServletRequest request, InputStream body) {
        NotTaken.condition(request, KeyedRequest.HEADER, "nothing is written: leave it out");
        if (!body(request, body).isEmpty()) {
            throw malformed("A plan takes an empty body or {}; it is made of the files");
        }
        return json(engine.plan().toMap());
    }

    /**
     * {@code {catalog, published, steps, unused}}; 409 {@code consent-required} or {@code migration-refused}. With a key the
     * answer is kept after the reload: a request that was cut off in between and comes again finds the files in force.
     */
    @POST
    @Path("reload")
    public Response reload(@Context HttpServletRequest request, InputStream body) {
        Set<String> consent = consent(body(request, body));
        Caller caller = Callers.of(request);
        RequestKey key = KeyedRequest.of(request, caller.actor());
        Answered earlier = key == null ? null : states.earlier(key);
        if (earlier != null) {
            return RecordCalls.response(earlier);
        }
        Answer answer = answer(engine.reload(consent));
        return RecordCalls.response(
                key == null ? new Answered(answer, false) : states.once(caller, key, connection -> answer));
    }

    private static Answer answer(Reloaded reloaded) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("catalog", reloaded.catalog());
        body.put("published", reloaded.published());
        body.put("steps", reloaded.plan().toMap().get("steps"));
        body.put("unused", reloaded.unused());
        Map<String, String> type = Map.of(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        return new Answer(Response.Status.OK.getStatusCode(), type, json(body));
    }

    private ObjectNode body(HttpServletRequest request, InputStream body) {
        NotTaken.parameters(request);
        String instead = "it is the files that are put in force, as they are: leave it out";
        NotTaken.condition(request, HttpHeaders.IF_MATCH, instead);
        NotTaken.condition(request, HttpHeaders.IF_NONE_MATCH, instead);
        return RequestBody.jsonOrNothing(request, body, settings.maxBodyBytes());
    }

    private static Set<String> consent(ObjectNode body) {
        JsonNode list = body.path("consent");
        boolean known = body.isEmpty() || (body.size() == 1 && list.isArray());
        Set<String> consent = new LinkedHashSet<>();
        for (JsonNode one : list) {
            known &= one.isTextual();
            consent.add(one.asText());
        }
        if (!known) {
            throw malformed("A reload takes an empty body, or {\"consent\": [\"drop vehicle.color\"]} with texts as"
                    + " the plan has them");
        }
        return consent;
    }

    private static byte[] json(Map<String, @Nullable Object> map) {
        return Json.write(out -> out.writePOJO(map));
    }

    private static RuntimeException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }
}
