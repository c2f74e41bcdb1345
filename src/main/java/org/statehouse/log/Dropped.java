package org.statehouse.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;

/** Gathers what one change tells of fields and relationships that the models no longer have. */
final class Dropped {

    private final PastNames names;
    private final long catalog;
    private final int model;
    private final Map<String, ObjectNode> values = new LinkedHashMap<>();

    Dropped(PastNames names, long catalog, int model) {
        this.names = names;
        this.catalog = catalog;
        this.model = model;
    }

    void field(String key, String when, JsonNode value) {
        of(names.field(catalog, model, key)).set(when, value);
    }

    /** The changes of links of relationships that there are; those of others are gathered. */
    @Nullable
    JsonNode withoutDropped(@Nullable JsonNode links, ChangeNames.OfModel today) {
        if (links == null) {
            return null;
        }
        ObjectNode kept = Json.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> one : links.properties()) {
            if (today.hasRelationship(one.getKey())) {
                kept.set(one.getKey(), one.getValue());
            } else {
                ObjectNode of = of(names.relationship(catalog, model, one.getKey()));
                one.getValue().properties().forEach(part -> of.set(part.getKey(), named(part.getValue())));
            }
        }
        return kept;
    }

    /** Links with the names of their fields. */
    private ArrayNode named(JsonNode links) {
        ArrayNode named = Json.MAPPER.createArrayNode();
        for (JsonNode link : links) {
            if (link.isObject()) {
                ObjectNode members = named.addObject();
                for (Map.Entry<String, JsonNode> member : link.properties()) {
                    String key = member.getKey();
                    String name = key.equals("id")
                            ? key
                            : names.field(catalog, model, key).name();
                    members.set(name, member.getValue());
                }
            } else {
                named.add(link);
            }
        }
        return named;
    }

    /** Writes {@code dropped}, if there is anything. */
    void write(JsonGenerator out) throws IOException {
        if (!values.isEmpty()) {
            out.writeObjectFieldStart("dropped");
            for (Map.Entry<String, ObjectNode> value : values.entrySet()) {
                out.writeFieldName(value.getKey());
                Json.MAPPER.writeTree(out, value.getValue());
            }
            out.writeEndObject();
        }
    }

    private ObjectNode of(PastNames.Past past) {
        return values.computeIfAbsent(past.name(), name -> {
            ObjectNode value = Json.MAPPER.createObjectNode();
            if (past.type() != null) {
                value.put("type", past.type());
            }
            return value;
        });
    }
}
