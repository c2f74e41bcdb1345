package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.statehouse.json.Json;

/** The beginnings of JSON Schemas (2020-12) of values. Members that no standard has begin with {@code x-statehouse-}. */
final class ValueSchema {

    private static final Set<String> WRITTEN_AS_TEXT = Set.of("varchar", "text", "uuid", "date", "time", "timestamptz");

    private ValueSchema() {}

    /** Of one type of JSON. */
    static ObjectNode of(String type) {
        return Json.MAPPER.createObjectNode().put("type", type);
    }

    /** Of several types of JSON. */
    static ObjectNode anyOf(String... types) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        for (String type : types) {
            schema.withArray("type").add(type);
        }
        return schema;
    }

    /** What PostgreSQL's type alone tells of the JSON form. */
    static ObjectNode ofCast(String castType) {
        if (WRITTEN_AS_TEXT.contains(castType)) {
            return of("string");
        }
        return castType.equals("boolean") ? of("boolean") : Json.MAPPER.createObjectNode();
    }

    /** Adds a pattern beside those that are there already. */
    static void pattern(ObjectNode schema, String pattern) {
        if (schema.has("pattern")) {
            schema.withArray("allOf").addObject().put("pattern", pattern);
        } else {
            schema.put("pattern", pattern);
        }
    }
}
