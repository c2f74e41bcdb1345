package org.statehouse.state;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.statehouse.json.Json;
import org.statehouse.log.Change;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;

/** Many new rows of one model in one statement. Their values travel as JSON documents and are cast column by column. */
final class BatchInsert {

    private final Model model;
    private final String sql;

    BatchInsert(Model model) {
        this.model = model;
        this.sql = compile(model);
    }

    /** Writes the rows, in their order, and keeps their changes. A constraint that one of them breaks fails them all. */
    void run(UnitOfWork unit, List<BatchCandidate> rows) throws SQLException {
        Object[] documents = rows.stream().map(this::document).toArray();
        try (PreparedStatement insert = unit.connection().prepareStatement(sql)) {
            insert.setString(1, unit.caller().actor().name());
            insert.setArray(2, unit.connection().createArrayOf("text", documents));
            insert.setLong(3, unit.catalogVersion());
            RecordColumns columns = RecordColumns.some(model, List.of());
            int written = 0;
            try (ResultSet result = insert.executeQuery()) {
                while (result.next()) {
                    RowWriter.Row row = new RowWriter.Row(columns.read(result, 2), result.getString(1));
                    RowWriter.keep(unit, row, Change.Op.CREATE, null, null);
                    written++;
                }
            }
            if (written != rows.size()) {
                throw new StaleCatalog();
            }
        }
    }

    private String document(BatchCandidate row) {
        byte[] json = Json.write(out -> {
            out.writeStartObject();
            if (row.id() != null) {
                out.writeStringField("id", row.id().toString());
            }
            out.writeNumberField("version", row.predecessor() + 1);
            for (Field field : model.fields().values()) {
                write(out, field, row);
            }
            out.writeEndObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator out, Field field, BatchCandidate row) throws IOException {
        Object value = row.draft().values().get(field.name());
        if (value != null) {
            out.writeFieldName(field.imageKey());
            field.type().toDocument(field, out, value);
        }
    }

    private static String compile(Model model) {
        List<String> names = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        if (!model.databaseMakesId()) {
            names.add("id");
            sources.add("(x.doc->>'id')::" + model.idType().castType());
        }
        names.addAll(List.of("version", "createdAt", "createdBy", "updatedAt", "updatedBy"));
        sources.addAll(List.of("(x.doc->>'version')::bigint", "n.at", "n.by", "n.at", "n.by"));
        for (Field field : model.fields().values()) {
            names.add(field.name());
            sources.add("(x.doc->>'" + field.imageKey() + "')::" + field.type().castType(field));
        }
        return "WITH r AS (INSERT INTO " + model.table() + " AS t ("
                + names.stream().map(Sql::quote).collect(Collectors.joining(", ")) + ") SELECT "
                + String.join(", ", sources)
                + " FROM (SELECT clock_timestamp() AS at, ?::varchar AS by) n,"
                + " (SELECT u.doc::jsonb AS doc, u.o FROM unnest(?::text[]) WITH ORDINALITY AS u(doc, o)) x"
                + " WHERE (SELECT h.version FROM statehouse.catalog_head h) = ? ORDER BY x.o RETURNING t.*) SELECT "
                + Images.sql(model, "r") + "::text, "
                + RecordColumns.some(model, List.of()).list("r") + " FROM r";
    }
}
