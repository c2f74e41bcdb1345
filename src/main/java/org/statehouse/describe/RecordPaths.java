package org.statehouse.describe;

import static org.statehouse.problem.ProblemType.BAD_QUERY;
import static org.statehouse.problem.ProblemType.CONDITION_REQUIRED;
import static org.statehouse.problem.ProblemType.IDEMPOTENCY_MISMATCH;
import static org.statehouse.problem.ProblemType.ILLEGAL_TRANSITION;
import static org.statehouse.problem.ProblemType.IN_PROGRESS;
import static org.statehouse.problem.ProblemType.MALFORMED_REQUEST;
import static org.statehouse.problem.ProblemType.READ_ONLY_FIELD;
import static org.statehouse.problem.ProblemType.REFERENCE_RESTRICTED;
import static org.statehouse.problem.ProblemType.TOO_LARGE;
import static org.statehouse.problem.ProblemType.UNIQUE_VIOLATION;
import static org.statehouse.problem.ProblemType.UNKNOWN_FIELD;
import static org.statehouse.problem.ProblemType.UNKNOWN_MODEL;
import static org.statehouse.problem.ProblemType.UNKNOWN_RECORD;
import static org.statehouse.problem.ProblemType.UNSUPPORTED_MEDIA_TYPE;
import static org.statehouse.problem.ProblemType.VALIDATION_FAILED;
import static org.statehouse.problem.ProblemType.VERSION_CONFLICT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.problem.ProblemType;

/** The addresses of one model's records in the OpenAPI document. */
final class RecordPaths {

    private static final String JSON = "application/json";
    private static final ProblemType[] WRITE = {
        MALFORMED_REQUEST,
        BAD_QUERY,
        UNKNOWN_MODEL,
        UNIQUE_VIOLATION,
        ILLEGAL_TRANSITION,
        TOO_LARGE,
        UNSUPPORTED_MEDIA_TYPE,
        UNKNOWN_FIELD,
        READ_ONLY_FIELD,
        VALIDATION_FAILED,
        IN_PROGRESS,
        IDEMPOTENCY_MISMATCH
    };

    private final ObjectNode paths;
    private final Catalog catalog;
    private final Model model;
    private final String root;

    RecordPaths(ObjectNode paths, Catalog catalog, Model model) {
        this.paths = paths;
        this.catalog = catalog;
        this.model = model;
        this.root = "/api/records/" + model.name();
    }

    void write() {
        all();
        one();
        ObjectNode validate = paths.putObject(root + "/validate");
        operation(validate, "post", "validate", "What a write would say")
                .described("Checks a body as a create, with `id` as a patch of that record; nothing is written.")
                .takes("validateId", "partial")
                .body("Body", JSON)
                .gives(200, "The verdict, also when it is not valid", JSON, "Verdict")
                .fails(MALFORMED_REQUEST, BAD_QUERY, UNKNOWN_MODEL, UNKNOWN_RECORD, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE);
        ObjectNode upload = paths.putObject(root + "/import");
        operation(upload, "post", "import", "Make records from a file")
                .takes("mode", "by", "dryRun", "atomic", "ignore", "idempotencyKey")
                .text("text/csv", "application/x-ndjson")
                .gives(
                        202,
                        "The file is taken; the job makes its records",
                        JSON,
                        "Job",
                        "Location",
                        "Idempotent-Replayed")
                .fails(
                        MALFORMED_REQUEST,
                        BAD_QUERY,
                        UNKNOWN_MODEL,
                        TOO_LARGE,
                        UNSUPPORTED_MEDIA_TYPE,
                        IN_PROGRESS,
                        IDEMPOTENCY_MISMATCH,
                        ProblemType.BUSY);
        export();
        aggregate();
        restore();
        history();
        model.relationships().values().forEach(this::related);
    }

    private void export() {
        ObjectNode export = paths.putObject(root + "/export");
        operation(export, "get", "export", "All records that obey a filter, as a file")
                .described(
                        "An export that fails on the way has an `error` in its last line, and the connection is cut.")
                .takes("format")
                .takes(listing("filter", "search", "sort", "fields"))
                .takes("minPosition")
                .gives(200, "The file", "application/x-ndjson", "Body")
                .fails(BAD_QUERY, UNKNOWN_MODEL, ProblemType.NOT_ACCEPTABLE);
    }

    private void aggregate() {
        ObjectNode aggregate = paths.putObject(root + "/aggregate");
        operation(aggregate, "get", "aggregate", "Figures of groups of records")
                .takes("countRecords", "countOf", "sum", "avg", "min", "max", "groupBy", "sortGroups")
                .takes(listing("filter", "search", "limit", "offset"))
                .takes("minPosition")
                .gives(200, "The figures of each group", JSON, "Figures")
                .fails(BAD_QUERY, UNKNOWN_MODEL, ProblemType.QUERY_TOO_COSTLY);
    }

    private void restore() {
        ObjectNode restore = paths.putObject(root + "/{id}/restore");
        id(restore, "id", model.idType());
        operation(restore, "post", "restore", "Bring an old version's values back")
                .described(
                        "The values of the version that the body names become a new version; a deleted record becomes"
                                + " live. Without a version a record that is deleted softly becomes live as it was.")
                .takes("ifMatch", "idempotencyKey")
                .optionalBody("Restore", JSON)
                .wrote(200, "The record as it is now", model.name())
                .fails(
                        MALFORMED_REQUEST,
                        BAD_QUERY,
                        UNKNOWN_MODEL,
                        UNKNOWN_RECORD,
                        ProblemType.UNKNOWN_VERSION,
                        UNIQUE_VIOLATION,
                        ILLEGAL_TRANSITION,
                        VERSION_CONFLICT,
                        VALIDATION_FAILED,
                        CONDITION_REQUIRED,
                        IN_PROGRESS,
                        IDEMPOTENCY_MISMATCH);
    }

    private void history() {
        ObjectNode history = paths.putObject(root + "/{id}/history");
        id(history, "id", model.idType());
        operation(history, "get", "history", "What has happened to a record")
                .described("Its changes, the newest first, also of a deleted record; with `from` and `to` what differs"
                        + " between two of its versions.")
                .takes("limit", "after", "from", "to", "minPosition")
                .givesOneOf(200, "A page of changes, or the difference", JSON, "History", "Difference")
                .fails(
                        BAD_QUERY,
                        ProblemType.BAD_CURSOR,
                        UNKNOWN_MODEL,
                        UNKNOWN_RECORD,
                        ProblemType.UNKNOWN_VERSION,
                        ProblemType.RESYNC);
    }

    /** Parameters of a list; {@code deleted} among them where records are deleted softly. */
    private String[] listing(String... parameters) {
        return listing(model, parameters);
    }

    private static String[] listing(Model listed, String... parameters) {
        if (!listed.softDelete()) {
            return parameters;
        }
        String[] more = java.util.Arrays.copyOf(parameters, parameters.length + 1);
        more[parameters.length] = "deleted";
        return more;
    }

    private void all() {
        ObjectNode all = paths.putObject(root);
        operation(all, "get", "list", "List records")
                .takes(listing("filter", "search", "sort", "limit", "after", "offset", "count", "fields", "expand"))
                .takes("asOf", "minPosition")
                .gives(200, "A page of them", JSON, model.name() + ".page")
                .fails(BAD_QUERY, ProblemType.BAD_CURSOR, UNKNOWN_MODEL, ProblemType.RESYNC);
        operation(all, "post", "create", "Create a record")
                .takes("idempotencyKey")
                .body(model.name() + ".create", JSON)
                .wrote(201, "It is made", model.name(), "Location")
                .fails(WRITE);
    }

    private void one() {
        ObjectNode one = paths.putObject(root + "/{id}");
        id(one, "id", model.idType());
        operation(one, "get", "read", "Read a record")
                .takes(listing("fields", "expand"))
                .takes("asOf", "ifNoneMatch", "minPosition")
                .gives(200, "The record", JSON, model.name(), "ETag")
                .answers(304, "It has not changed", "ETag")
                .fails(BAD_QUERY, ProblemType.BAD_CURSOR, UNKNOWN_MODEL, UNKNOWN_RECORD, ProblemType.RESYNC);
        operation(one, "patch", "patch", "Change fields of a record")
                .described("JSON Merge Patch (RFC 7396): what is absent stays as it is.")
                .takes("ifMatch", "prefer", "idempotencyKey")
                .body(model.name() + ".patch", JSON, "application/merge-patch+json")
                .wrote(200, "The record as it is now", model.name(), "Preference-Applied")
                .fails(change());
        operation(one, "put", "replace", "Replace all fields of a record")
                .described("What is absent takes its default, else null.")
                .takes("ifMatch", "idempotencyKey")
                .body(model.name() + ".replace", JSON)
                .wrote(200, "The record as it is now", model.name())
                .fails(change());
        operation(one, "delete", "delete", "Delete a record")
                .takes("ifMatch", "idempotencyKey")
                .answers(204, "It is gone", "Statehouse-Position", "Idempotent-Replayed")
                .fails(
                        MALFORMED_REQUEST,
                        BAD_QUERY,
                        UNKNOWN_MODEL,
                        UNKNOWN_RECORD,
                        REFERENCE_RESTRICTED,
                        VERSION_CONFLICT,
                        CONDITION_REQUIRED,
                        IN_PROGRESS,
                        IDEMPOTENCY_MISMATCH);
    }

    private static ProblemType[] change() {
        ProblemType[] all = java.util.Arrays.copyOf(WRITE, WRITE.length + 3);
        all[WRITE.length] = UNKNOWN_RECORD;
        all[WRITE.length + 1] = VERSION_CONFLICT;
        all[WRITE.length + 2] = CONDITION_REQUIRED;
        return all;
    }

    private void related(Relationship relationship) {
        Model target = catalog.known(relationship.target());
        String id = relationship.name() + "_";
        boolean fields = relationship.links() != null;
        ObjectNode many = paths.putObject(root + "/{id}/" + relationship.name());
        id(many, "id", model.idType());
        operation(many, "get", id + "list", relationship.label() + " of a record")
                .takes(listing(
                        target, "filter", "search", "sort", "limit", "after", "offset", "count", "fields", "expand"))
                .takes("minPosition")
                .gives(200, "A page of them", JSON, fields ? LinkSchema.page(relationship) : target.name() + ".page")
                .fails(
                        BAD_QUERY,
                        ProblemType.BAD_CURSOR,
                        UNKNOWN_MODEL,
                        UNKNOWN_RECORD,
                        ProblemType.UNKNOWN_RELATIONSHIP,
                        ProblemType.RESYNC);
        if (relationship.kind() != Relationship.Kind.MANY_TO_MANY) {
            return;
        }
        Model owner = relationship.owner() ? model : target;
        operation(many, "post", id + "change", "Link and unlink many at once")
                .takes("ifMatch", "idempotencyKey")
                .body(fields ? LinkSchema.change(relationship) : "Links", JSON)
                .wrote(200, "The record whose links they are", owner.name())
                .fails(link());
        ObjectNode one = paths.putObject(root + "/{id}/" + relationship.name() + "/{otherId}");
        id(one, "id", model.idType());
        id(one, "otherId", target.idType());
        Operation link = operation(one, "put", id + "link", "Link a record").takes("ifMatch", "idempotencyKey");
        if (fields) {
            link.described("Without a body a link that is there keeps its fields, and a new one takes their defaults.")
                    .optionalBody(LinkSchema.put(relationship), JSON);
        }
        link.wrote(200, "The record whose link it is", owner.name()).fails(link());
        operation(one, "delete", id + "unlink", "Unlink a record")
                .takes("ifMatch", "idempotencyKey")
                .wrote(200, "The record whose link it was", owner.name())
                .fails(link());
    }

    private static ProblemType[] link() {
        return new ProblemType[] {
            MALFORMED_REQUEST,
            BAD_QUERY,
            UNKNOWN_MODEL,
            UNKNOWN_RECORD,
            ProblemType.UNKNOWN_RELATIONSHIP,
            UNKNOWN_FIELD,
            VALIDATION_FAILED,
            VERSION_CONFLICT,
            IN_PROGRESS,
            IDEMPOTENCY_MISMATCH
        };
    }

    private static void id(ObjectNode path, String name, IdType type) {
        ObjectNode parameter = path.withArray("parameters").addObject();
        parameter.put("name", name).put("in", "path").put("required", true);
        parameter.set("schema", type.readSchema());
    }

    private Operation operation(ObjectNode path, String method, String id, String summary) {
        return Operation.at(path, method, model.name() + "_" + id, model.name(), summary)
                .negotiated();
    }
}
