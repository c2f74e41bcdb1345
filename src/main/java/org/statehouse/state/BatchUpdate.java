package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;

/** Changes of many locked rows of one model in one statement, whichever fields each of them changes. */
final class BatchUpdate {

    /** The place of a row in the batch; no field has this name. */
    private static final String PLACE = "\"#\"";

    private final Model model;
    private final RecordColumns columns;
    private final String sql;

    BatchUpdate(Model model) {
        this.model = model;
        this.columns = RecordColumns.all(model);
        this.sql = compile();
    }

    /** One change of a locked row. */
    record Change(RecordRow current, Draft draft) {}

    /** Writes the changes; gives the rows as they are then, in the same order. One broken constraint fails them all. */
    List<RowWriter.Row> run(UnitOfWork unit, List<Change> changes) throws SQLException {
        List<String> documents = changes.stream()
                .map(change -> BatchDocuments.of(
                        model,
                        change.current().id(),
                        change.current().version(),
                        change.draft().values()))
                .toList();
        try (PreparedStatement update = unit.connection().prepareStatement(sql)) {
            update.setString(1, unit.caller().actor().name());
            update.setArray(2, BatchDocuments.array(unit, documents));
            update.setLong(3, unit.catalogVersion());
            List<RowWriter.Row> rows = new ArrayList<>();
            try (ResultSet result = update.executeQuery()) {
                while (result.next()) {
                    rows.add(new RowWriter.Row(columns.read(result, 2), result.getString(1)));
                }
            }
            if (rows.size() != changes.size()) {
                throw new StaleCatalog();
            }
            return rows;
        }
    }

    private String compile() {
        StringBuilder set = new StringBuilder();
        for (Field field : model.fields().values()) {
            set.append(Sql.quote(field.name()))
                    .append(" = ")
                    .append(BatchDocuments.value(field))
                    .append(", ");
        }
        return "WITH r AS (UPDATE " + model.table() + " AS t SET " + set
                + "\"version\" = t.\"version\" + 1,"
                + " \"updatedAt\" = greatest(clock_timestamp(), t.\"updatedAt\" + interval '1 microsecond'),"
                + " \"updatedBy\" = ?::varchar FROM " + BatchDocuments.SOURCE
                + " WHERE t.\"id\" = " + BatchDocuments.id(model) + " AND t.\"version\" = " + BatchDocuments.version()
                + " AND " + Sql.CATALOG_VERSION + " = ? RETURNING t.*, x.o AS " + PLACE
                + ") SELECT " + Images.sql(model, "r") + "::text, " + columns.list("r") + " FROM r ORDER BY r." + PLACE;
    }
}
