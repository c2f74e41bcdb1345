package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.statehouse.describe.Form;
import org.statehouse.describe.RecordSchema;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
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
    public Response schema(@PathParam("model") String model, @Context HttpHeaders headers, @Context UriInfo uri) {
        Form form = form(QueryString.parse(uri.getRequestUri().getRawQuery()));
        Catalog catalog = catalogs.current();
        JsonNode schema = RecordSchema.document(catalog, catalog.model(model), form);
        return MetadataResource.answer(
                headers, catalog, "application/schema+json", Json.write(out -> out.writeTree(schema)));
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
