package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.IdType;
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
            for (Field field : changed) {
                if (field.type().writeOnly()) {
                    continue;
                }
                out.writeFieldName(field.imageKey());
                Object value = old.get(field.name());
                if (value == null) {
                    out.writeNull();
                } else {
                    field.type().toJson(field, out, value);
                }
            }
            out.writeEndObject();
        });
    }

    /** Which links came and went, by the relationship's stable number, as JSON text. */
    static String links(List<LinkChange> changes) {
        return text(out -> {
            out.writeStartObject();
            for (LinkChange change : changes) {
                out.writeObjectFieldStart(Integer.toString(change.relationship().number()));
                writeIds(out, "add", change.idType(), change.added());
                writeIds(out, "remove", change.idType(), change.removed());
                out.writeEndObject();
            }
            out.writeEndObject();
        });
    }

    private static void writeIds(JsonGenerator out, String name, IdType type, Set<Object> ids) throws IOException {
        out.writeArrayFieldStart(name);
        for (Object id : ids) {
            type.toJson(out, id);
        }
        out.writeEndArray();
    }

    private static String text(Json.Writer writer) {
        return new String(Json.write(writer), StandardCharsets.UTF_8);
    }
}
