package org.statehouse.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Timestamps;
import org.statehouse.metadata.ValueFault;

/** A change as the wire has it: only what changed, by the names of today's catalog. */
public final class ChangeJson {

    private ChangeJson() {}

    /** Writes one object. */
    public static void write(JsonGenerator out, LogEntry entry, ChangeNames names) throws IOException {
        out.writeStartObject();
        out.writeStringField("cursor", entry.cursor().text());
        out.writeStringField("at", Timestamps.format(entry.at()));
        LogEntry.RecordChange change = entry.change();
        if (change == null) {
            out.writeStringField("type", entry.type());
            if (CatalogEntries.PUBLISHED.equals(entry.type())) {
                out.writeNumberField("version", entry.catalog());
            }
        } else {
            writeChange(out, change, names);
        }
        out.writeStringField("by", entry.actor());
        out.writeStringField("request", entry.request());
        out.writeStringField("origin", entry.origin());
        out.writeEndObject();
    }

    private static void writeChange(JsonGenerator out, LogEntry.RecordChange change, ChangeNames names)
            throws IOException {
        ChangeNames.OfModel model = names.model(change.model());
        out.writeStringField("type", model.name() + "." + change.op().event());
        out.writeStringField("model", model.name());
        out.writeFieldName("id");
        writeId(out, model.idType(), change.recordId());
        out.writeNumberField("version", change.version());
        out.writeStringField("op", change.op().word());
        JsonNode before = tree(change.before());
        out.writeObjectFieldStart("changes");
        if (change.op() == Change.Op.CREATE || (change.op() == Change.Op.RESTORE && before == null)) {
            writeNewValues(out, tree(change.image()), null, model);
        } else if (change.op() != Change.Op.DELETE && before != null) {
            writeNewValues(out, tree(change.image()), before, model);
        }
        JsonNode links = tree(change.links());
        LinkChangeJson.writeChanges(out, links, model);
        out.writeEndObject();
        if (before != null || LinkChangeJson.hasBefore(links)) {
            out.writeObjectFieldStart("before");
            if (before != null) {
                writeOldValues(out, before, model);
            }
            LinkChangeJson.writeBefore(out, links, model);
            out.writeEndObject();
        }
    }

    private static void writeOldValues(JsonGenerator out, JsonNode before, ChangeNames.OfModel model)
            throws IOException {
        for (Map.Entry<String, JsonNode> old : before.properties()) {
            if (isField(old.getKey())) {
                write(out, model.field(old.getKey()), old.getValue());
            }
        }
    }

    /** Of a record that is there from now on all values but nulls, of a changed one those that have an old value. */
    private static void writeNewValues(
            JsonGenerator out, @Nullable JsonNode image, @Nullable JsonNode before, ChangeNames.OfModel model)
            throws IOException {
        if (image == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> value : image.properties()) {
            boolean changed = before == null ? !value.getValue().isNull() : before.has(value.getKey());
            if (changed && isField(value.getKey())) {
                write(out, model.field(value.getKey()), value.getValue());
            }
        }
    }

    /** The image also has system columns, by name. */
    private static boolean isField(String key) {
        return Character.isDigit(key.charAt(0));
    }

    private static void writeId(JsonGenerator out, @Nullable IdType type, String id) throws IOException {
        if (type == null) {
            out.writeString(id);
            return;
        }
        try {
            type.toJson(out, type.fromText(id));
        } catch (ValueFault fromAnotherTime) {
            out.writeString(id);
        }
    }

    private static void write(JsonGenerator out, String name, JsonNode value) throws IOException {
        out.writeFieldName(name);
        Json.MAPPER.writeTree(out, value);
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return Objects.requireNonNull(Json.MAPPER.readTree(json));
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("The log holds what is not JSON", damaged);
        }
    }
}
