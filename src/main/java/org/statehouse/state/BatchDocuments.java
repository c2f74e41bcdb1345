package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;

/** Rows as JSON documents, in which many of them travel to the database as one parameter; cast column by column there. */
final class BatchDocuments {

    /** Documents {@code x.doc} with their places {@code x.o}, from one parameter. */
    static final String SOURCE =
            "(SELECT u.doc::jsonb AS doc, u.o FROM unnest(?::text[]) WITH ORDINALITY AS u(doc, o)) x";

    private BatchDocuments() {}

    /** One document. */
    static String of(Model model, @Nullable Object id, long version, Map<String, @Nullable Object> values) {
        byte[] json = Json.write(out -> {
            out.writeStartObject();
            if (id != null) {
                out.writeStringField("id", id.toString());
            }
            out.writeNumberField("version", version);
            members(out, model.fields().values(), values);
            out.writeEndObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    /** The document of a link: its fields. */
    static String ofLink(Collection<Field> fields, Map<String, @Nullable Object> values) {
        byte[] json = Json.write(out -> {
            out.writeStartObject();
            members(out, fields, values);
            out.writeEndObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void members(JsonGenerator out, Collection<Field> fields, Map<String, @Nullable Object> values)
            throws IOException {
        for (Field field : fields) {
            Object value = values.get(field.name());
            if (value != null) {
                out.writeFieldName(field.imageKey());
                field.type().toDocument(field, out, value);
            }
        }
    }

    static Array array(UnitOfWork unit, List<String> documents) throws SQLException {
        return unit.connection().createArrayOf("text", documents.toArray());
    }

    static String id(Model model) {
        return "(x.doc->>'id')::" + model.idType().castType();
    }

    static String version() {
        return "(x.doc->>'version')::bigint";
    }

    /** The value of a field. */
    static String value(Field field) {
        return "(x.doc->>'" + field.imageKey() + "')::" + field.type().castType(field);
    }
}
