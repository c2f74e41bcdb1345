package org.statehouse.metadata;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;

/**
 * The fields of today read from the log's images. An image that is older than a field has no value of it: the record then
 * has the one that it was given when the field was added, its default where the field is required, else null.
 */
public final class ImageColumns {

    private ImageColumns() {}

    /** A SQL expression for a field's column, from a {@code jsonb} expression for the image. */
    public static String sql(Field field, String image) {
        if (field.type().writeOnly()) {
            return "NULL::" + field.type().castType(field);
        }
        String value = "(" + image + " -> '" + field.imageKey() + "')";
        String column = field.type().columnSql(field, value, "(" + image + " ->> '" + field.imageKey() + "')");
        Object missing = whenMissing(field);
        return missing == null
                ? column
                : "CASE WHEN " + value + " IS NULL THEN " + Literals.sql(missing) + " ELSE " + column + " END";
    }

    /** Writes a field's value as it was stored, also where its type is another one by now. */
    public static void write(JsonGenerator out, Field field, JsonNode image) throws IOException {
        JsonNode stored = image.get(field.imageKey());
        Object missing = stored == null ? whenMissing(field) : null;
        if (missing != null) {
            field.type().toJson(field, out, missing);
        } else {
            Json.MAPPER.writeTree(out, stored == null ? NullNode.getInstance() : stored);
        }
    }

    /** A field's typed value. One that is older than the field's type is read as text, and is null where that is none. */
    public static @Nullable Object value(Field field, JsonNode image) {
        JsonNode stored = image.get(field.imageKey());
        if (stored == null || stored.isNull()) {
            return stored == null ? whenMissing(field) : null;
        }
        try {
            return field.type().fromJson(field, stored);
        } catch (ValueFault fromAnotherTime) {
            return fromText(field, stored);
        }
    }

    private static @Nullable Object fromText(Field field, JsonNode stored) {
        try {
            return field.type().fromText(field, stored.isValueNode() ? stored.asText() : stored.toString());
        } catch (ValueFault noValueToday) {
            return null;
        }
    }

    private static @Nullable Object whenMissing(Field field) {
        try {
            return field.required() ? field.fromJson(field.defaultValue()) : null;
        } catch (ValueFault checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }
}
