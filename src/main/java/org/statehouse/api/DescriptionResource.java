package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.statehouse.describe.Form;
import org.statehouse.describe.OpenApi;
import org.statehouse.describe.RecordSchema;
import org.statehouse.describe.TypeScript;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

/** The catalog as other programs read it. The ETag is the catalog's version. */
@HttpResource
@Path("/metadata")
public class DescriptionResource {

    private final CurrentCatalog catalogs;

    @Inject
    public DescriptionResource(CurrentCatalog catalogs) {
        this.catalogs = catalogs;
    }

    /** JSON Schema 2020-12 of a model's records; {@code form} says of which form of them. */
    @GET
    @Path("/models/{model}/schema")
    public Response schema(
            @PathParam("model") String model, @Context HttpHeaders headers, @Context HttpServletRequest request) {
        Form form = form(QueryString.parse(request.getQueryString()));
        Catalog catalog = catalogs.current();
        Model known = catalog.model(model);
        return MetadataResource.answer(
                headers,
                catalog,
                "application/schema+json",
                () -> Json.write(out -> out.writeTree(RecordSchema.document(catalog, known, form))));
    }

    /** Declarations for TypeScript of all models. */
    @GET
    @Path("/types.ts")
    public Response types(@Context HttpHeaders headers, @Context HttpServletRequest request) {
        NotTaken.parameters(request);
        Catalog catalog = catalogs.current();
        return MetadataResource.answer(
                headers,
                catalog,
                "application/typescript;charset=UTF-8",
                () -> TypeScript.of(catalog).getBytes(StandardCharsets.UTF_8));
    }

    /** The HTTP API as an OpenAPI 3.1 document. */
    @GET
    @Path("/openapi")
    public Response openApi(@Context HttpHeaders headers, @Context HttpServletRequest request) {
        NotTaken.parameters(request);
        Catalog catalog = catalogs.current();
        return MetadataResource.answer(
                headers,
                catalog,
                MediaType.APPLICATION_JSON,
                () -> Json.write(out -> out.writeTree(OpenApi.of(catalog))));
    }

    private static Form form(QueryString query) {
        NotTaken.parametersBut(query, List.of("form"));
        List<String> values = query.parameters().getOrDefault("form", List.of(Form.RECORD.word()));
        for (Form form : Form.values()) {
            if (values.equals(List.of(form.word()))) {
                return form;
            }
        }
        throw Problem.of(ProblemType.BAD_QUERY, "form takes one of " + String.join(", ", Form.words()))
                .with("parameter", "form")
                .exception();
    }
}
