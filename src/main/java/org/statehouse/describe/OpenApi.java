package org.statehouse.describe;

import static org.statehouse.problem.ProblemType.BAD_CURSOR;
import static org.statehouse.problem.ProblemType.BAD_QUERY;
import static org.statehouse.problem.ProblemType.BUSY;
import static org.statehouse.problem.ProblemType.CONSENT_REQUIRED;
import static org.statehouse.problem.ProblemType.FOREIGN_ORIGIN;
import static org.statehouse.problem.ProblemType.MALFORMED_REQUEST;
import static org.statehouse.problem.ProblemType.METADATA_INVALID;
import static org.statehouse.problem.ProblemType.MIGRATION_REFUSED;
import static org.statehouse.problem.ProblemType.NOT_ACCEPTABLE;
import static org.statehouse.problem.ProblemType.RESYNC;
import static org.statehouse.problem.ProblemType.UNKNOWN_JOB;
import static org.statehouse.problem.ProblemType.UNKNOWN_MODEL;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemType;

/**
 * The HTTP API as an OpenAPI 3.1 document: every address of every model, with what it takes and answers. Schemas are of
 * the dialect 2020-12. HEAD and OPTIONS, which every address with GET has, are not listed.
 */
public final class OpenApi {

    private static final String JSON = "application/json";

    private final Catalog catalog;
    private final ObjectNode document = Json.MAPPER.createObjectNode();

    private OpenApi(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The document. */
    public static ObjectNode of(Catalog catalog) {
        OpenApi api = new OpenApi(catalog);
        api.head();
        api.paths();
        ObjectNode components = api.document.putObject("components");
        api.schemas(components.putObject("schemas"));
        Components.parameters(components.putObject("parameters"));
        Components.headers(components.putObject("headers"));
        return api.document;
    }

    private void head() {
        document.put("openapi", "3.1.0").put("jsonSchemaDialect", RecordSchema.DIALECT);
        document.putObject("info")
                .put("title", "Statehouse")
                .put("version", Long.toString(catalog.version()))
                .put(
                        "description",
                        "The records of the catalog. `info.version` is the catalog's version, which every answer has as"
                                + " `Statehouse-Catalog`. Every failure is a problem of RFC 9457.");
        ArrayNode tags = document.putArray("tags");
        for (Model model : catalog.models().values()) {
            ObjectNode tag = tags.addObject().put("name", model.name());
            String more = model.description().isEmpty() ? "" : ". " + model.description();
            tag.put("description", model.label() + more);
        }
        tags.addObject().put("name", "Changes").put("description", "The changefeed");
        tags.addObject().put("name", "Jobs").put("description", "Imports under way and done");
        tags.addObject().put("name", "Metadata").put("description", "What the catalog says");
    }

    private void paths() {
        ObjectNode paths = document.putObject("paths");
        for (Model model : catalog.models().values()) {
            new RecordPaths(paths, catalog, model).write();
        }
        Operation.at(paths.putObject("/api/changes"), "get", "changes", "Changes", "Changes after a cursor")
                .described(
                        "With `Accept: text/event-stream` an event for each transaction, for as long as the client likes.")
                .takes("since", "changesLimit", "models", "changesFilter", "wait", "lastEventId")
                .gives(200, "A page, which ends at the end of a transaction", JSON, "Changes")
                .alsoGives(200, "text/event-stream", "Text")
                .fails(BAD_QUERY, BAD_CURSOR, FOREIGN_ORIGIN, NOT_ACCEPTABLE, RESYNC, BUSY);
        jobs(paths);
        metadata(paths);
    }

    private static void jobs(ObjectNode paths) {
        ObjectNode job = paths.putObject("/api/jobs/{id}");
        Components.text(job.withArray("parameters").addObject(), "id", "path", "As `Location` of the import has it.");
        Operation.at(job, "get", "job", "Jobs", "How far a job is")
                .gives(200, "The job, with its first 1,000 errors", JSON, "Job")
                .fails(BAD_QUERY, UNKNOWN_JOB);
        ObjectNode errors = paths.putObject("/api/jobs/{id}/errors");
        Components.text(
                errors.withArray("parameters").addObject(), "id", "path", "As `Location` of the import has it.");
        Operation.at(errors, "get", "jobErrors", "Jobs", "All errors of a job")
                .gives(200, "One object a line", "application/x-ndjson", "JobError")
                .fails(BAD_QUERY, UNKNOWN_JOB);
    }

    private void metadata(ObjectNode paths) {
        metadata(paths, "", "catalog", "The catalog", JSON, "Body").fails(BAD_QUERY);
        metadata(paths, "/types.ts", "types", "Types for TypeScript", "application/typescript", "Text")
                .fails(BAD_QUERY);
        metadata(paths, "/openapi", "openapi", "This document", JSON, "Body").fails(BAD_QUERY);
        metadata(paths, "/models/{model}", "model", "One model", JSON, "Body").fails(BAD_QUERY, UNKNOWN_MODEL);
        metadata(paths, "/models/{model}/schema", "schema", "JSON Schema", "application/schema+json", "Body")
                .takes("form")
                .fails(BAD_QUERY, UNKNOWN_MODEL);
        Operation.at(paths.putObject("/api/metadata/plan"), "post", "plan", "Metadata", "What the files would change")
                .described("Reads the metadata files as they are now, and changes nothing.")
                .optionalBody("Nothing", JSON)
                .gives(200, "The steps, and what stands in their way", JSON, "Plan")
                .fails(MALFORMED_REQUEST, BAD_QUERY, METADATA_INVALID);
        Operation.at(paths.putObject("/api/metadata/reload"), "post", "reload", "Metadata", "Put the files in force")
                .described("All of them in one transaction on all nodes, or nothing; what loses something or makes"
                        + " everybody wait only by consent.")
                .takes("idempotencyKey")
                .optionalBody("Reload", JSON)
                .gives(200, "What was done", JSON, "Reloaded", "Idempotent-Replayed")
                .fails(
                        MALFORMED_REQUEST,
                        BAD_QUERY,
                        METADATA_INVALID,
                        CONSENT_REQUIRED,
                        MIGRATION_REFUSED,
                        ProblemType.IN_PROGRESS,
                        ProblemType.IDEMPOTENCY_MISMATCH,
                        ProblemType.BUSY);
    }

    private Operation metadata(
            ObjectNode paths, String address, String id, String summary, String mediaType, String schema) {
        ObjectNode path = paths.putObject("/api/metadata" + address);
        if (address.contains("{model}")) {
            ObjectNode model = path.withArray("parameters").addObject();
            Components.text(model, "model", "path", "The model's name");
            catalog.models().keySet().forEach(model.withObjectProperty("schema").withArray("enum")::add);
        }
        return Operation.at(path, "get", id, "Metadata", summary)
                .takes("ifNoneMatch")
                .gives(200, "As the catalog is now", mediaType, schema, "ETag")
                .answers(304, "The catalog has not changed", "ETag");
    }

    private void schemas(ObjectNode schemas) {
        for (Model model : catalog.models().values()) {
            for (Form form : Form.values()) {
                String name = form == Form.RECORD ? model.name() : model.name() + "." + form.word();
                schemas.set(name, RecordSchema.of(catalog, model, form).put("title", model.label()));
            }
            Components.page(schemas.putObject(model.name() + ".page"), model.name());
            model.relationships().values().stream()
                    .filter(relationship -> relationship.links() != null)
                    .forEach(relationship -> LinkSchema.addTo(schemas, relationship));
        }
        Components.schemas(schemas);
        ObjectNode slugs = schemas.withObjectProperty("Problem").withObjectProperty("properties");
        for (ProblemType type : ProblemType.values()) {
            slugs.withObjectProperty("slug").withArray("enum").add(type.slug());
        }
    }
}
