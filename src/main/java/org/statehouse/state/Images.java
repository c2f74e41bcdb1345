package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;
import org.statehouse.metadata.Timestamps;

/**
 * What the log keeps of a record: its values by stable field number, so that names may change, and the system columns by
 * name. Numbers and times have their JSON forms; what is written only is not kept.
 */
final class Images {

    /** PostgreSQL takes at most 100 arguments in one call. */
    private static final int PAIRS_A_CALL = 50;

    private static final List<String> ALWAYS = List.of("created", "updated");
    private static final List<String> SOFT = List.of("created", "updated", "deleted");

    private Images() {}

    /** A SQL expression for the image of a row. */
    static String sql(Model model, String alias) {
        List<String> pairs = new ArrayList<>();
        for (String what : model.softDelete() ? SOFT : ALWAYS) {
            pairs.add("'" + what + "At', " + Timestamps.sql(Sql.column(alias, what + "At")));
            pairs.add("'" + what + "By', " + Sql.column(alias, what + "By"));
        }
        for (Field field : model.fields().values()) {
            if (field.type().writeOnly()) {
                continue;
            }
            String column = Sql.column(alias, field.name());
            pairs.add("'" + field.imageKey() + "', " + field.type().imageSql(field, column));
        }
        return object(pairs);
    }

    /** An expression for an object of any number of members, each a literal and an expression with a comma between. */
    static String object(List<String> pairs) {
        List<String> calls = new ArrayList<>();
        for (int from = 0; from < pairs.size(); from += PAIRS_A_CALL) {
            List<String> some = pairs.subList(from, Math.min(pairs.size(), from + PAIRS_A_CALL));
            calls.add("jsonb_build_object(" + String.join(", ", some) + ")");
        }
        return calls.size() == 1 ? calls.get(0) : "(" + String.join(" || ", calls) + ")";
    }

    /** The old values of some fields, as JSON text. */
    static String before(Collection<Field> changed, Map<String, @Nullable Object> old) {
        return text(out -> {
            out.writeStartObject();
            writeValues(out, changed, old);
            out.writeEndObject();
        });
    }

    /** Which links came, went and changed, by the relationship's stable number, as JSON text; see {@code Change}. */
    static String links(List<LinkChange> changes) {
        return text(out -> {
            out.writeStartObject();
            for (LinkChange change : changes) {
                out.writeObjectFieldStart(Integer.toString(change.relationship().number()));
                writeLinks(out, "add", change, change.added());
                writeLinks(out, "remove", change, change.removed());
                if (change.relationship().links() != null) {
                    writeLinks(out, "set", change, change.set());
                    writeLinks(out, "was", change, change.was());
                }
                out.writeEndObject();
            }
            out.writeEndObject();
        });
    }

    private static void writeLinks(
            JsonGenerator out, String name, LinkChange change, Map<Object, Map<String, @Nullable Object>> links)
            throws IOException {
        Collection<Field> fields = change.relationship().linkFields().values();
        out.writeArrayFieldStart(name);
        for (Map.Entry<Object, Map<String, @Nullable Object>> link : links.entrySet()) {
            if (fields.isEmpty()) {
                change.idType().toJson(out, link.getKey());
            } else {
                out.writeStartObject();
                out.writeFieldName("id");
                change.idType().toJson(out, link.getKey());
                writeValues(out, fields, link.getValue());
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private static void writeValues(JsonGenerator out, Collection<Field> fields, Map<String, @Nullable Object> values)
            throws IOException {
        for (Field field : fields) {
            if (!field.type().writeOnly()) {
                out.writeFieldName(field.imageKey());
                RecordJson.value(out, field, values.get(field.name()));
            }
        }
    }

    private static String text(Json.Writer writer) {
        return new String(Json.write(writer), StandardCharsets.UTF_8);
    }
}
