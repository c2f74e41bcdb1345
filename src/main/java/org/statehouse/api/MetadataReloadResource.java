package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
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

/** What changed metadata files would do, and putting them in force while the server runs. */
@HttpResource
@Path("metadata")
@Produces(MediaType.APPLICATION_JSON)
public class MetadataReloadResource {

    private final @Nullable MetadataEngine engine;
    private final @Nullable ApiSettings settings;

    /** For the container's proxy. */
    protected MetadataReloadResource() {
        engine = null;
        settings = null;
    }

    @Inject
    public MetadataReloadResource(MetadataEngine engine, ApiSettings settings) {
        this.engine = engine;
        this.settings = settings;
    }

    /** {@code {catalog, next, steps, obstacles, consent}}; 422 {@code metadata-invalid} for files with faults. */
    @POST
    @Path("plan")
    public byte[] plan(@Context HttpHeaders headers, @Context UriInfo uri, InputStream body) {
        ObjectNode given = body(headers, uri, body);
        if (!given.isEmpty()) {
            throw malformed("A plan takes an empty body or {}; it is made of the files");
        }
        return json(engine().plan().toMap());
    }

    /** {@code {catalog, published, steps, unused}}; 409 {@code consent-required} or {@code migration-refused}. */
    @POST
    @Path("reload")
    public Response reload(@Context HttpHeaders headers, @Context UriInfo uri, InputStream body) {
        Reloaded reloaded = engine().reload(consent(body(headers, uri, body)));
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("catalog", reloaded.catalog());
        answer.put("published", reloaded.published());
        answer.put("steps", reloaded.plan().toMap().get("steps"));
        answer.put("unused", reloaded.unused());
        return Response.ok(json(answer)).build();
    }

    private ObjectNode body(HttpHeaders headers, UriInfo uri, InputStream body) {
        NotTaken.parameters(uri);
        if (settings == null) {
            throw new IllegalStateException("not injected");
        }
        return RequestBody.jsonOrNothing(headers, body, settings.maxBodyBytes());
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

    private MetadataEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("not injected");
        }
        return engine;
    }

    private static byte[] json(Map<String, @Nullable Object> map) {
        return Json.write(out -> out.writePOJO(map));
    }

    private static RuntimeException malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_REQUEST, detail).exception();
    }
}
