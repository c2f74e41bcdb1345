package org.statehouse.describe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.statehouse.json.Json;
import org.statehouse.problem.ProblemType;

/** One operation of the OpenAPI document, put together step by step. */
final class Operation {

    private final ObjectNode json;
    private boolean negotiated;

    private Operation(ObjectNode json) {
        this.json = json;
    }

    /**
     * Begins an operation.
     *
     * @param path the object of its address
     * @param method in lower case
     * @param id unique in the document
     */
    static Operation at(ObjectNode path, String method, String id, String tag, String summary) {
        ObjectNode json = path.putObject(method).put("operationId", id).put("summary", summary);
        json.putArray("tags").add(tag);
        return new Operation(json);
    }

    Operation described(String text) {
        json.put("description", text);
        return this;
    }

    /** A parameter of {@code components}. */
    Operation takes(String... parameters) {
        for (String parameter : parameters) {
            json.withArray("parameters").addObject().put("$ref", "#/components/parameters/" + parameter);
        }
        return this;
    }

    /** May say which catalog the caller was built for, and is refused if the model has changed since. */
    Operation negotiated() {
        negotiated = true;
        return takes("catalog");
    }

    /** A body, required, of a schema in {@code components}. */
    Operation body(String schema, String... mediaTypes) {
        ObjectNode content = json.putObject("requestBody").put("required", true).putObject("content");
        for (String type : mediaTypes) {
            content.putObject(type).set("schema", reference(schema));
        }
        return this;
    }

    /** The same, not required. */
    Operation optionalBody(String schema, String... mediaTypes) {
        body(schema, mediaTypes);
        json.withObjectProperty("requestBody").put("required", false);
        return this;
    }

    /** A body of a form that no schema describes. */
    Operation text(String... mediaTypes) {
        ObjectNode content = json.putObject("requestBody").put("required", true).putObject("content");
        for (String type : mediaTypes) {
            content.putObject(type).putObject("schema").put("type", "string");
        }
        return this;
    }

    /** An answer without a body. */
    Operation answers(int status, String what, String... headers) {
        answer(status, what, headers);
        return this;
    }

    /** An answer of a media type and a schema in {@code components}. */
    Operation gives(int status, String what, String mediaType, String schema, String... headers) {
        answer(status, what, headers).putObject("content").putObject(mediaType).set("schema", reference(schema));
        return this;
    }

    /** The answer of a status that is described already, in another form. */
    Operation alsoGives(int status, String mediaType, String schema) {
        json.withObjectProperty("responses")
                .withObjectProperty(Integer.toString(status))
                .withObjectProperty("content")
                .putObject(mediaType)
                .set("schema", reference(schema));
        return this;
    }

    /** A write's answer: the record, where the write is in the log, and whether it is given once more. */
    Operation wrote(int status, String what, String record, String... headers) {
        List<String> all = new ArrayList<>(List.of("ETag", "Statehouse-Position", "Idempotent-Replayed"));
        all.addAll(List.of(headers));
        return gives(status, what, "application/json", record, all.toArray(String[]::new));
    }

    /** The same with one of several schemas. */
    Operation givesOneOf(int status, String what, String mediaType, String... schemas) {
        ObjectNode schema =
                answer(status, what).putObject("content").putObject(mediaType).putObject("schema");
        for (String one : schemas) {
            schema.withArray("oneOf").add(reference(one));
        }
        return this;
    }

    private ObjectNode answer(int status, String what, String... headers) {
        ObjectNode answer = json.withObjectProperty("responses")
                .putObject(Integer.toString(status))
                .put("description", what);
        ObjectNode all = answer.putObject("headers");
        for (String header : headers) {
            all.putObject(header).put("$ref", "#/components/headers/" + header);
        }
        for (String header : List.of("Statehouse-Catalog", "X-Request-Id")) {
            all.putObject(header).put("$ref", "#/components/headers/" + header);
        }
        return answer;
    }

    /** The problems of its own; what every call may answer is in {@code default}. */
    void fails(ProblemType... types) {
        Set<ProblemType> all = new LinkedHashSet<>(List.of(types));
        if (negotiated) {
            all.add(ProblemType.CATALOG_CHANGED);
        }
        Map<Integer, List<ProblemType>> byStatus =
                new TreeMap<>(all.stream().collect(Collectors.groupingBy(ProblemType::status)));
        ObjectNode responses = json.withObjectProperty("responses");
        byStatus.forEach((status, some) -> {
            String what = some.stream().map(ProblemType::title).collect(Collectors.joining("; "));
            ObjectNode schema = problem(responses.putObject(status.toString()), what);
            schema.put("$ref", "#/components/schemas/Problem");
            ObjectNode slug = schema.putObject("properties").putObject("slug");
            some.forEach(type -> slug.withArray("enum").add(type.slug()));
        });
        problem(responses.putObject("default"), "Any other failure").put("$ref", "#/components/schemas/Problem");
    }

    private static ObjectNode problem(ObjectNode answer, String what) {
        return answer.put("description", what)
                .putObject("content")
                .putObject("application/problem+json")
                .putObject("schema");
    }

    static ObjectNode reference(String schema) {
        return Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    }
}
