package org.statehouse.history;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.LogEntry;
import org.statehouse.log.PastNames;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.JsonValue;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Timestamps;

/**
 * What differs between two versions of a record:
 * {@code {model, id, from: {version, at, by, op}, to: {…}, changes: {field: {from, to}}, links?, dropped?}}.
 */
final class Difference {

    private final Model model;
    private final Object id;
    private final PastNames past;

    Difference(Model model, Object id, PastNames past) {
        this.model = model;
        this.id = id;
        this.past = past;
    }

    /** @param links of the changes between the versions, in their order */
    byte[] between(LogEntry from, LogEntry to, List<String> links) {
        ObjectNode before = image(from);
        ObjectNode after = image(to);
        boolean backwards = from.recordChange().version() > to.recordChange().version();
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("model", model.name());
            out.writeFieldName("id");
            model.idType().toJson(out, id);
            out.writeFieldName("from");
            end(out, from);
            out.writeFieldName("to");
            end(out, to);
            out.writeObjectFieldStart("changes");
            for (Field field : model.fields().values()) {
                String key = field.imageKey();
                if (!field.type().writeOnly() && !same(before.get(key), after.get(key))) {
                    out.writeFieldName(field.name());
                    change(out, null, before.get(key), after.get(key));
                }
            }
            out.writeEndObject();
            LinkDifference.of(links, backwards).write(out, model);
            writeDropped(out, from, before, to, after);
            out.writeEndObject();
        });
    }

    private static void end(JsonGenerator out, LogEntry entry) throws IOException {
        LogEntry.RecordChange change = entry.recordChange();
        out.writeStartObject();
        out.writeNumberField("version", change.version());
        out.writeStringField("at", Timestamps.format(entry.at()));
        out.writeStringField("by", entry.actor());
        out.writeStringField("op", change.op().word());
        out.writeEndObject();
    }

    private static void change(JsonGenerator out, @Nullable String type, @Nullable JsonNode from, @Nullable JsonNode to)
            throws IOException {
        out.writeStartObject();
        if (type != null) {
            out.writeStringField("type", type);
        }
        out.writeFieldName("from");
        Json.MAPPER.writeTree(out, orNull(from));
        out.writeFieldName("to");
        Json.MAPPER.writeTree(out, orNull(to));
        out.writeEndObject();
    }

    private void writeDropped(JsonGenerator out, LogEntry from, ObjectNode before, LogEntry to, ObjectNode after)
            throws IOException {
        Set<String> keys = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(keys::add);
        after.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(key -> !Character.isDigit(key.charAt(0)) || same(before.get(key), after.get(key)));
        model.fields().values().forEach(field -> keys.remove(field.imageKey()));
        if (keys.isEmpty()) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        out.writeObjectFieldStart("dropped");
        for (String key : keys) {
            LogEntry teller = after.has(key) ? to : from;
            PastNames.Past was = past.field(teller.catalog(), model.number(), key);
            out.writeFieldName(names.add(was.name()) ? was.name() : was.name() + "#" + key);
            change(out, was.type(), before.get(key), after.get(key));
        }
        out.writeEndObject();
    }

    /** A record that is deleted for good has no image: all its values are gone. */
    private static ObjectNode image(LogEntry entry) {
        String image = entry.recordChange().image();
        return image == null ? Json.MAPPER.createObjectNode() : parse(image);
    }

    private static ObjectNode parse(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        return JsonValue.same(orNull(one), orNull(other));
    }

    private static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? NullNode.getInstance() : value;
    }
}
