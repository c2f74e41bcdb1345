package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Timestamps;
import org.statehouse.query.Projection;

/**
 * The one JSON form of a record: {@code id}, {@code version}, the fields in the model's order, then {@code createdAt},
 * {@code createdBy}, {@code updatedAt}, {@code updatedBy} and, where the model has soft delete, {@code deletedAt},
 * {@code deletedBy}. A null is written as null, never left out; what is written only has no member at all.
 */
public final class RecordJson {

    private RecordJson() {}

    /** Writes a record, or those members of it that the projection has. The row must have been read with them. */
    public static void write(JsonGenerator out, RecordRow row, Projection projection) throws IOException {
        out.writeStartObject();
        head(out, row);
        for (Field field : row.model().fields().values()) {
            if (shows(field, projection)) {
                out.writeFieldName(field.name());
                value(out, field, row.values().get(field.name()));
            }
        }
        tail(out, row, projection);
        out.writeEndObject();
    }

    /** Whether an answer has the field. */
    static boolean shows(Field field, Projection projection) {
        return projection.includes(field.name()) && !field.type().writeOnly();
    }

    static void head(JsonGenerator out, RecordRow row) throws IOException {
        out.writeFieldName("id");
        row.model().idType().toJson(out, row.id());
        out.writeNumberField("version", row.version());
    }

    static void value(JsonGenerator out, Field field, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else {
            field.type().toJson(field, out, value);
        }
    }

    static void tail(JsonGenerator out, RecordRow row, Projection projection) throws IOException {
        if (projection.includes("createdAt")) {
            out.writeStringField("createdAt", Timestamps.format(row.createdAt()));
        }
        if (projection.includes("createdBy")) {
            out.writeStringField("createdBy", row.createdBy());
        }
        if (projection.includes("updatedAt")) {
            out.writeStringField("updatedAt", Timestamps.format(row.updatedAt()));
        }
        if (projection.includes("updatedBy")) {
            out.writeStringField("updatedBy", row.updatedBy());
        }
        if (row.model().softDelete() && projection.includes("deletedAt")) {
            OffsetDateTime at = row.deletedAt();
            out.writeStringField("deletedAt", at == null ? null : Timestamps.format(at));
        }
        if (row.model().softDelete() && projection.includes("deletedBy")) {
            out.writeStringField("deletedBy", row.deletedBy());
        }
    }
}
