package org.statehouse.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;

/**
 * Changes of links as the wire has them: in {@code changes} what is linked now and what no longer, in {@code before} what
 * links that went or changed had of their own.
 */
final class LinkChangeJson {

    private static final String REMOVE = "remove";
    private static final String WAS = "was";

    private LinkChangeJson() {}

    static void writeChanges(JsonGenerator out, @Nullable JsonNode links, ChangeNames.OfModel model)
            throws IOException {
        if (links == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> relationship : links.properties()) {
            out.writeObjectFieldStart(model.relationship(relationship.getKey()));
            for (String part : List.of("add", REMOVE, "set")) {
                JsonNode list = relationship.getValue().get(part);
                if (list != null) {
                    out.writeArrayFieldStart(part);
                    for (JsonNode link : list) {
                        write(out, part.equals(REMOVE) && link.isObject() ? link.path("id") : link, model);
                    }
                    out.writeEndArray();
                }
            }
            out.writeEndObject();
        }
    }

    /** Whether links that had fields went or changed. */
    static boolean hasBefore(@Nullable JsonNode links) {
        if (links != null) {
            for (JsonNode relationship : links) {
                if (hadFields(relationship)) {
                    return true;
                }
            }
        }
        return false;
    }

    static void writeBefore(JsonGenerator out, @Nullable JsonNode links, ChangeNames.OfModel model) throws IOException {
        if (links == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> relationship : links.properties()) {
            if (hadFields(relationship.getValue())) {
                out.writeArrayFieldStart(model.relationship(relationship.getKey()));
                for (String part : List.of(REMOVE, WAS)) {
                    for (JsonNode link : relationship.getValue().path(part)) {
                        write(out, link, model);
                    }
                }
                out.writeEndArray();
            }
        }
    }

    private static boolean hadFields(JsonNode relationship) {
        return relationship.path(REMOVE).path(0).isObject()
                || !relationship.path(WAS).isEmpty();
    }

    /** An id, or an object of which {@code id} comes first. */
    private static void write(JsonGenerator out, JsonNode link, ChangeNames.OfModel model) throws IOException {
        if (!link.isObject()) {
            Json.MAPPER.writeTree(out, link);
            return;
        }
        out.writeStartObject();
        out.writeFieldName("id");
        Json.MAPPER.writeTree(out, link.path("id"));
        for (Map.Entry<String, JsonNode> value : link.properties()) {
            if (!value.getKey().equals("id")) {
                out.writeFieldName(model.field(value.getKey()));
                Json.MAPPER.writeTree(out, value.getValue());
            }
        }
        out.writeEndObject();
    }
}
