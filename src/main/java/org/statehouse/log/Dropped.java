package org.statehouse.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
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

    void links(String key, JsonNode change) {
        ObjectNode of = of(names.relationship(catalog, model, key));
        change.properties().forEach(member -> of.set(member.getKey(), member.getValue()));
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
