package org.statehouse.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Timestamps;
import org.statehouse.metadata.ValueFault;
import org.statehouse.query.Projection;

/** A change as the wire has it: only what changed, by the names of today's catalog. */
public final class ChangeJson {

    private ChangeJson() {}

    /** Writes one object; what the catalog no longer has is called by its number. */
    public static void write(JsonGenerator out, LogEntry entry, ChangeNames names) throws IOException {
        write(out, entry, names, null);
    }

    /**
     * The same; what the catalog no longer has stands apart, by its old name:
     * {@code dropped: {color: {type: "text", before: "red", after: "blue"}}}.
     */
    public static void write(JsonGenerator out, LogEntry entry, ChangeNames names, @Nullable PastNames past)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("cursor", entry.cursor().text());
        writeMembers(out, entry, names, past, Projection.ALL);
        out.writeEndObject();
    }

    /** Writes the members of the object but for the cursor; of a record's fields and links those that are asked for. */
    public static void writeMembers(JsonGenerator out, LogEntry entry, ChangeNames names, Projection shown)
            throws IOException {
        writeMembers(out, entry, names, null, shown);
    }

    private static void writeMembers(
            JsonGenerator out, LogEntry entry, ChangeNames names, @Nullable PastNames past, Projection shown)
            throws IOException {
        out.writeStringField("at", Timestamps.format(entry.at()));
        LogEntry.RecordChange change = entry.change();
        if (change == null) {
            out.writeStringField("type", entry.type());
            if (CatalogEntries.PUBLISHED.equals(entry.type())) {
                out.writeNumberField("version", entry.catalog());
            }
        } else {
            writeChange(
                    out,
                    change,
                    names.model(change.model()).shown(shown),
                    past == null ? null : new Dropped(past, entry.catalog(), change.model()));
        }
        writeSource(out, entry);
    }

    /**
     * Writes the members, without the cursor, of a change that is told as what it is to a reader who asks for some records
     * only.
     *
     * @param op {@code enter} or {@code leave}
     * @param record writes the whole record as an object; null where nothing of it is told
     */
    public static void writeMembersAs(
            JsonGenerator out, LogEntry entry, ChangeNames names, String op, Json.@Nullable Writer record)
            throws IOException {
        LogEntry.RecordChange change = entry.recordChange();
        out.writeStringField("at", Timestamps.format(entry.at()));
        writeHead(out, change, names.model(change.model()), op);
        if (record != null) {
            out.writeFieldName("changes");
            record.write(out);
        }
        writeSource(out, entry);
    }

    private static void writeHead(JsonGenerator out, LogEntry.RecordChange change, ChangeNames.OfModel model, String op)
            throws IOException {
        out.writeStringField("type", model.name() + "." + change.op().event());
        out.writeStringField("model", model.name());
        out.writeFieldName("id");
        writeId(out, model.idType(), change.recordId());
        out.writeNumberField("version", change.version());
        out.writeStringField("op", op);
    }

    private static void writeSource(JsonGenerator out, LogEntry entry) throws IOException {
        out.writeStringField("by", entry.actor());
        out.writeStringField("request", entry.request());
        out.writeStringField("origin", entry.origin());
    }

    private static void writeChange(
            JsonGenerator out, LogEntry.RecordChange change, ChangeNames.OfModel model, @Nullable Dropped dropped)
            throws IOException {
        writeHead(out, change, model, change.op().word());
        JsonNode before = tree(change.before());
        out.writeObjectFieldStart("changes");
        for (Map.Entry<String, JsonNode> value : newValues(change, before).entrySet()) {
            writeField(out, model, value, dropped, "after");
        }
        JsonNode links = model.links() ? tree(change.links()) : null;
        if (dropped != null) {
            links = dropped.withoutDropped(links, model);
        }
        LinkChangeJson.writeChanges(out, links, model);
        out.writeEndObject();
        if (before != null || LinkChangeJson.hasBefore(links)) {
            out.writeObjectFieldStart("before");
            if (before != null) {
                for (Map.Entry<String, JsonNode> old : before.properties()) {
                    writeField(out, model, old, dropped, "before");
                }
            }
            LinkChangeJson.writeBefore(out, links, model);
            out.writeEndObject();
        }
        if (dropped != null) {
            dropped.write(out);
        }
    }

    /** Of a record that is there from now on all values but nulls, of a changed one those that have an old value. */
    private static Map<String, JsonNode> newValues(LogEntry.RecordChange change, @Nullable JsonNode before) {
        JsonNode image = tree(change.image());
        boolean whole = change.op() == Change.Op.CREATE || (change.op() == Change.Op.RESTORE && before == null);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (image == null || change.op() == Change.Op.DELETE) {
            return values;
        }
        for (Map.Entry<String, JsonNode> value : image.properties()) {
            boolean changed = whole ? !value.getValue().isNull() : before != null && before.has(value.getKey());
            if (changed) {
                values.put(value.getKey(), value.getValue());
            }
        }
        return values;
    }

    /** The image also has system columns, by name. */
    private static void writeField(
            JsonGenerator out,
            ChangeNames.OfModel model,
            Map.Entry<String, JsonNode> value,
            @Nullable Dropped dropped,
            String when)
            throws IOException {
        String key = value.getKey();
        if (!Character.isDigit(key.charAt(0)) || model.hidden().contains(key)) {
            return;
        }
        if (dropped != null && !model.hasField(key)) {
            dropped.field(key, when, value.getValue());
        } else {
            write(out, model.field(key), value.getValue());
        }
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
