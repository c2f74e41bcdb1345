package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
        for (RowWriter.Row row : insert(unit, rows)) {
            RowWriter.keep(unit, row, Change.Op.CREATE, null, null);
        }
    }

    /** Writes the rows; gives them in the same order, with no fields. */
    List<RowWriter.Row> insert(UnitOfWork unit, List<BatchCandidate> rows) throws SQLException {
        List<String> documents = rows.stream()
                .map(row -> BatchDocuments.of(
                        model, row.id(), row.predecessor() + 1, row.draft().values()))
                .toList();
        try (PreparedStatement insert = unit.connection().prepareStatement(sql)) {
            insert.setString(1, unit.caller().actor().name());
            insert.setArray(2, BatchDocuments.array(unit, documents));
            insert.setLong(3, unit.catalogVersion());
            RecordColumns columns = RecordColumns.some(model, List.of());
            List<RowWriter.Row> written = new ArrayList<>();
            try (ResultSet result = insert.executeQuery()) {
                while (result.next()) {
                    written.add(new RowWriter.Row(columns.read(result, 2), result.getString(1)));
                }
            }
            if (written.size() != rows.size()) {
                throw new StaleCatalog();
            }
            return written;
        }
    }

    private static String compile(Model model) {
        List<String> names = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        if (!model.databaseMakesId()) {
            names.add("id");
            sources.add(BatchDocuments.id(model));
        }
        names.addAll(List.of("version", "createdAt", "createdBy", "updatedAt", "updatedBy"));
        sources.addAll(List.of(BatchDocuments.version(), "n.at", "n.by", "n.at", "n.by"));
        for (Field field : model.fields().values()) {
            names.add(field.name());
            sources.add(BatchDocuments.value(field));
        }
        return "WITH r AS (INSERT INTO " + model.table() + " AS t ("
                + names.stream().map(Sql::quote).collect(Collectors.joining(", ")) + ") SELECT "
                + String.join(", ", sources)
                + " FROM (SELECT clock_timestamp() AS at, ?::varchar AS by) n, " + BatchDocuments.SOURCE
                + " WHERE " + Sql.CATALOG_VERSION + " = ? ORDER BY x.o RETURNING t.*) SELECT "
                + Images.sql(model, "r") + "::text, "
                + RecordColumns.some(model, List.of()).list("r") + " FROM r";
    }
}
