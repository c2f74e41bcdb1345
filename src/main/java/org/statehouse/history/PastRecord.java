package org.statehouse.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.statehouse.json.Json;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.ImageColumns;
import org.statehouse.metadata.Model;
import org.statehouse.query.Projection;

/**
 * A record as it was, in the form that records have today.
 *
 * @param model of today
 * @param id typed
 * @param version that it had
 * @param image its values by stable number, as the log has them
 */
public record PastRecord(Model model, Object id, long version, ObjectNode image) {

    public static PastRecord of(Model model, Object id, long version, String image) {
        return new PastRecord(model, id, version, Json.parseObject(image.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether it was not deleted softly. */
    boolean live() {
        return !image.hasNonNull("deletedAt");
    }

    /** Writes it, or those members of it that the projection has. */
    public void write(JsonGenerator out, Projection projection) throws IOException {
        out.writeStartObject();
        out.writeFieldName("id");
        model.idType().toJson(out, id);
        out.writeNumberField("version", version);
        for (Field field : model.fields().values()) {
            if (projection.includes(field.name()) && !field.type().writeOnly()) {
                out.writeFieldName(field.name());
                ImageColumns.write(out, field, image);
            }
        }
        for (String what :
                model.softDelete() ? List.of("created", "updated", "deleted") : List.of("created", "updated")) {
            member(out, what + "At", projection);
            member(out, what + "By", projection);
        }
        out.writeEndObject();
    }

    private void member(JsonGenerator out, String name, Projection projection) throws IOException {
        if (projection.includes(name)) {
            JsonNode value = image.path(name);
            out.writeStringField(name, value.isTextual() ? value.textValue() : null);
        }
    }
}
