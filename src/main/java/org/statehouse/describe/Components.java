package org.statehouse.describe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.statehouse.query.ExportFormat;
import org.statehouse.query.QueryLimits;

/** What operations of the OpenAPI document share, whatever the models are. */
final class Components {

    private Components() {}

    static void parameters(ObjectNode all) {
        query(all, "filter", "A condition as JSON, or in brackets: `filter[name][eq]=x`.", "string");
        query(all, "search", "Words to look for in the model's texts.", "string");
        query(all, "sort", "Fields with commas between; `-` before one turns it round.", "string");
        query(all, "limit", "Records in a page.", "integer")
                .put("minimum", 1)
                .put("maximum", QueryLimits.MAX_PAGE)
                .put("default", QueryLimits.DEFAULT_PAGE);
        query(all, "after", "`page.next` of the page before.", "string");
        query(all, "offset", "Records to pass over; not together with `after`.", "integer")
                .put("minimum", 0)
                .put("maximum", QueryLimits.MAX_OFFSET);
        query(all, "count", "Whether `total` is wanted.", "boolean");
        query(all, "fields", "The fields that are wanted, with commas between.", "string");
        query(all, "expand", "References and relationships to give in full, such as `artist,tracks.genre`.", "string");
        query(all, "deleted", "Whether deleted records are given: exclude when left out.", "string");
        List.of("exclude", "include", "only")
                .forEach(all.withObjectProperty("deleted")
                        .withObjectProperty("schema")
                        .withArray("enum")::add);
        query(all, "format", "The form of the file: ndjson when left out.", "string");
        for (ExportFormat format : ExportFormat.values()) {
            all.withObjectProperty("format")
                    .withObjectProperty("schema")
                    .withArray("enum")
                    .add(format.word());
        }
        query(all, "form", "The form of records that the schema is of.", "string");
        Form.words()
                .forEach(all.withObjectProperty("form")
                        .withObjectProperty("schema")
                        .withArray("enum")::add);
        query(all, "partial", "Whether what is absent is not missed.", "boolean");
        query(all, "mode", "What becomes of the file's rows.", "string")
                .withArray("enum")
                .add("create")
                .add("upsert");
        query(all, "by", "With `mode=upsert`: the unique field that names the record; id when left out.", "string");
        query(all, "dryRun", "Whether nothing is to be written, only what would be is wanted.", "boolean");
        query(all, "atomic", "Whether one bad row keeps all rows from being written.", "boolean");
        query(all, "ignore", "Columns or members of the file to leave out, with commas between.", "string");
        query(all, "groupBy", "What records of one group have in common, with commas between.", "string");
        query(all, "countOf", "Fields whose values are counted.", "string");
        query(all, "sum", "Numbers to add up.", "string");
        query(all, "avg", "Numbers whose average is wanted.", "string");
        query(all, "min", "Fields whose least value is wanted.", "string");
        query(all, "max", "Fields whose greatest value is wanted.", "string");
        text(all.putObject("countRecords"), "count", "query", "How many records; takes no value.");
        text(all.putObject("sortGroups"), "sort", "query", "Groups and figures, such as `-sum.total,status`.");
        query(all, "since", "A cursor; `now` for what comes; absent for all that is kept.", "string");
        integer(
                all.putObject("wait"),
                "wait",
                "Seconds, 60 at most, to wait for a change when there is none; not of an event stream.");
        text(
                all.putObject("changesFilter"),
                "filter",
                "query",
                "A condition as JSON over the fields of the one model in `models`; records enter and leave it.");
        text(
                all.putObject("lastEventId"),
                "Last-Event-ID",
                "header",
                "The cursor that an event stream goes on from; goes before `since`.");
        query(all, "models", "Names of models with commas between, whose changes alone are wanted.", "string");
        text(all.putObject("validateId"), "id", "query", "The record that the body is to patch.");
        integer(all.putObject("changesLimit"), "limit", "Changes in a page; whole transactions may exceed it.");
        text(
                all.putObject("ifMatch"),
                "If-Match",
                "header",
                "The version that the write is based on, in quotes, or `*`.");
        text(
                all.putObject("idempotencyKey"),
                "Idempotency-Key",
                "header",
                "1 to 255 visible characters. The same request with the same key is done once, and answered as it was.");
        query(all, "asOf", "The time or the cursor as of which records are given; not with `expand`.", "string");
        integer(all.putObject("from"), "from", "A version; together with `to`.");
        integer(all.putObject("to"), "to", "A version; together with `from`.");
        text(
                all.putObject("prefer"),
                "Prefer",
                "header",
                "`merge=fields`: a patch of an earlier version is written where no field conflicts.");
        text(
                all.putObject("minPosition"),
                "Statehouse-Min-Position",
                "header",
                "A cursor: what it contains must be visible; the read waits for it.");
        text(
                all.putObject("catalog"),
                "Statehouse-Catalog",
                "header",
                "The version of the catalog that the caller was built for; a model that has changed since is refused.");
        text(all.putObject("ifNoneMatch"), "If-None-Match", "header", "An ETag that is known already.");
    }

    static void headers(ObjectNode all) {
        header(all, "ETag", "The version, in quotes.");
        header(all, "Preference-Applied", "`merge=fields` where the patch was written on a later version.");
        header(all, "Location", "Where it is.");
        header(all, "Statehouse-Position", "The write is in the log up to this cursor; absent when nothing changed.");
        header(all, "Idempotent-Replayed", "`true`: the answer to an earlier request with the same key.");
        header(all, "Statehouse-Catalog", "The version of the catalog that answered.");
        header(all, "X-Request-Id", "The request's id, as it was sent or made.");
    }

    static void schemas(ObjectNode all) {
        object(all, "Body", List.of());
        all.putObject("Text").put("type", "string");
        ObjectNode problem = object(all, "Problem", List.of("type", "title", "status", "detail", "slug", "requestId"));
        problem.put("description", "RFC 9457; further members are evidence of the problem's own.");
        ObjectNode members = problem.withObjectProperty("properties");
        members.putObject("type").put("type", "string").put("format", "uri-reference");
        members.withObjectProperty("status").put("type", "integer");
        array(members, "errors").put("type", "object");
        ObjectNode violation = object(all, "Violation", List.of("pointer", "rule", "message", "params"));
        violation.withObjectProperty("properties").putObject("field").put("type", "string");
        violation.withObjectProperty("properties").putObject("params").put("type", "object");
        ObjectNode verdict = object(all, "Verdict", List.of("valid", "errors")).withObjectProperty("properties");
        verdict.putObject("valid").put("type", "boolean");
        array(verdict, "errors").put("$ref", "#/components/schemas/Violation");
        ObjectNode links = object(all, "Links", List.of());
        links.put("additionalProperties", false);
        for (String list : List.of("add", "remove")) {
            ObjectNode ids = array(links.withObjectProperty("properties"), list);
            ids.putArray("type").add("string").add("integer");
        }
        jobs(all);
        changes(all);
        history(all);
        figures(all);
        reloads(all);
    }

    private static void reloads(ObjectNode all) {
        ObjectNode step = object(all, "PlanStep", List.of("action", "subject", "text", "effect"));
        step.withArray("required").add("rows").add("loses");
        ObjectNode parts = step.withObjectProperty("properties");
        parts.withObjectProperty("effect")
                .putArray("enum")
                .add("instant")
                .add("scan")
                .add("rewrite");
        parts.putObject("rows").put("type", "integer");
        parts.putObject("loses").put("type", "boolean");
        parts.putObject("consent").put("type", "string");
        parts.putObject("broken").put("type", "integer");
        array(parts, "examples").put("type", "string");
        ObjectNode plan = object(all, "Plan", List.of());
        ObjectNode members = plan.withObjectProperty("properties");
        for (String version : List.of("catalog", "next")) {
            plan.withArray("required").add(version);
            members.putObject(version).put("type", "integer");
        }
        plan.withArray("required").add("steps").add("obstacles").add("consent");
        array(members, "steps").put("$ref", "#/components/schemas/PlanStep");
        array(members, "obstacles").put("type", "string");
        array(members, "consent").put("type", "string");
        all.putObject("Nothing").put("type", "object").put("additionalProperties", false);
        ObjectNode reload = object(all, "Reload", List.of()).put("additionalProperties", false);
        array(reload.withObjectProperty("properties"), "consent").put("type", "string");
        ObjectNode reloaded = object(all, "Reloaded", List.of());
        reloaded.withArray("required")
                .add("catalog")
                .add("published")
                .add("steps")
                .add("unused");
        ObjectNode done = reloaded.withObjectProperty("properties");
        done.putObject("catalog").put("type", "integer");
        done.putObject("published").put("type", "boolean");
        array(done, "steps").put("$ref", "#/components/schemas/PlanStep");
        array(done, "unused").put("type", "string");
    }

    private static void figures(ObjectNode all) {
        ObjectNode figures = object(all, "Figures", List.of("position"));
        figures.withArray("required").add("data").add("page");
        ObjectNode members = figures.withObjectProperty("properties");
        ObjectNode group = array(members, "data").put("type", "object");
        group.withObjectProperty("properties").putObject("group").put("type", "object");
        group.withObjectProperty("properties").putObject("count").put("type", "integer");
        for (String map : List.of("countOf", "sum", "avg", "min", "max")) {
            group.withObjectProperty("properties").putObject(map).put("type", "object");
        }
        ObjectNode page = members.putObject("page").put("type", "object").putObject("properties");
        page.putObject("limit").put("type", "integer");
        page.putObject("more").put("type", "boolean");
    }

    private static void jobs(ObjectNode all) {
        ObjectNode error = object(all, "JobError", List.of("line", "field", "rule", "message"));
        error.withObjectProperty("properties").putObject("line").put("type", "integer");
        List<String> counts = List.of("processed", "written", "created", "updated", "unchanged", "failed", "line");
        ObjectNode job = object(all, "Job", List.of("id", "model", "mode", "status"));
        ObjectNode members = job.withObjectProperty("properties");
        members.withObjectProperty("status")
                .putArray("enum")
                .add("running")
                .add("done")
                .add("failed");
        for (String count : counts) {
            members.putObject(count).put("type", "integer");
            job.withArray("required").add(count);
        }
        members.withObjectProperty("mode").putArray("enum").add("create").add("upsert");
        members.putObject("by").put("type", "string");
        members.putObject("dryRun").put("type", "boolean");
        members.putObject("atomic").put("type", "boolean");
        members.putObject("total").put("type", "integer");
        members.putObject("message").put("type", "string");
        array(members, "errors").put("$ref", "#/components/schemas/JobError");
    }

    private static void changes(ObjectNode all) {
        ObjectNode change = object(all, "Change", List.of("cursor", "at", "type", "by", "request", "origin"));
        ObjectNode members = change.withObjectProperty("properties");
        members.withObjectProperty("at").put("format", "date-time");
        members.putObject("model").put("type", "string");
        members.putObject("id").putArray("type").add("string").add("integer");
        members.putObject("version").put("type", "integer");
        members.putObject("op").put("type", "string");
        members.putObject("changes").put("type", "object");
        members.putObject("before").put("type", "object");
        members.putObject("dropped").put("type", "object");
        ObjectNode page = object(all, "Changes", List.of("cursor"));
        page.withArray("required").add("changes").add("more");
        array(page.withObjectProperty("properties"), "changes").put("$ref", "#/components/schemas/Change");
        page.withObjectProperty("properties").putObject("more").put("type", "boolean");
    }

    private static void history(ObjectNode all) {
        ObjectNode restore = object(all, "Restore", List.of()).put("additionalProperties", false);
        restore.withObjectProperty("properties")
                .putObject("version")
                .put("type", "integer")
                .put("minimum", 1);
        ObjectNode history = object(all, "History", List.of());
        history.withArray("required").add("data").add("page");
        ObjectNode members = history.withObjectProperty("properties");
        array(members, "data").put("$ref", "#/components/schemas/Change");
        ObjectNode page = members.putObject("page").put("type", "object").putObject("properties");
        page.putObject("next").putArray("type").add("string").add("null");
        page.putObject("limit").put("type", "integer");
        ObjectNode difference = object(all, "Difference", List.of("model"));
        ObjectNode parts = difference.withObjectProperty("properties");
        parts.putObject("id").putArray("type").add("string").add("integer");
        for (String end : List.of("from", "to")) {
            difference.withArray("required").add(end);
            ObjectNode version = parts.putObject(end).put("type", "object").putObject("properties");
            version.putObject("version").put("type", "integer");
            version.putObject("at").put("type", "string").put("format", "date-time");
            version.putObject("by").put("type", "string");
            version.putObject("op").put("type", "string");
        }
        difference.withArray("required").add("changes");
        for (String map : List.of("changes", "links", "dropped")) {
            parts.putObject(map).put("type", "object");
        }
    }

    /** A page of a list of records. */
    static void page(ObjectNode schema, String record) {
        schema.put("type", "object")
                .putArray("required")
                .add("data")
                .add("page")
                .add("position");
        ObjectNode members = schema.putObject("properties");
        array(members, "data").put("$ref", "#/components/schemas/" + record);
        ObjectNode page = members.putObject("page").put("type", "object").putObject("properties");
        page.putObject("next").putArray("type").add("string").add("null");
        page.putObject("limit").put("type", "integer");
        members.putObject("total").put("type", "integer");
        members.putObject("position").put("type", "string").put("description", "Where a watch may start.");
    }

    /** An object of texts, all of them required. */
    private static ObjectNode object(ObjectNode all, String name, List<String> texts) {
        ObjectNode schema = all.putObject(name).put("type", "object");
        ObjectNode members = schema.putObject("properties");
        texts.forEach(text -> {
            members.putObject(text).put("type", "string");
            schema.withArray("required").add(text);
        });
        return schema;
    }

    /** An array; gives the schema of its elements. */
    private static ObjectNode array(ObjectNode members, String name) {
        return members.putObject(name).put("type", "array").putObject("items");
    }

    private static ObjectNode query(ObjectNode all, String name, String what, String type) {
        ObjectNode parameter = all.putObject(name);
        text(parameter, name, "query", what);
        return parameter.withObjectProperty("schema").put("type", type);
    }

    private static void integer(ObjectNode parameter, String name, String what) {
        text(parameter, name, "query", what);
        parameter.withObjectProperty("schema").put("type", "integer").put("minimum", 1);
    }

    /** A parameter whose value is text. */
    static void text(ObjectNode parameter, String name, String in, String what) {
        parameter.put("name", name).put("in", in).put("description", what);
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        parameter.putObject("schema").put("type", "string");
    }

    private static void header(ObjectNode all, String name, String what) {
        all.putObject(name).put("description", what).putObject("schema").put("type", "string");
    }
}
