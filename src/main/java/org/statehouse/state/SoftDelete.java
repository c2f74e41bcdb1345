package org.statehouse.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;

/** Marks rows of one model as deleted, in one statement; they keep their values, and are there for a restore alone. */
final class SoftDelete {

    private final Model model;
    private final RecordColumns columns;
    private final String sql;

    SoftDelete(Model model) {
        this.model = model;
        this.columns = RecordColumns.some(model, List.copyOf(model.fields().keySet()));
        this.sql = "WITH r AS (UPDATE " + model.table() + " AS t SET (\"updatedAt\", \"deletedAt\") ="
                + " (SELECT z.at, z.at FROM (SELECT greatest(clock_timestamp(), t.\"updatedAt\" + interval"
                + " '1 microsecond') AS at) z), \"updatedBy\" = ?, \"deletedBy\" = ?, \"version\" = t.\"version\" + 1"
                + " WHERE t.\"id\" = ANY(?)" + model.andLive("t")
                + " AND " + Sql.CATALOG_VERSION + " = ? RETURNING t.*) SELECT "
                + Images.sql(model, "r") + "::text, " + columns.list("r") + " FROM r";
    }

    /** Marks rows that are locked FOR UPDATE; gives them as they are now, by id. */
    Map<Object, RowWriter.Row> run(UnitOfWork unit, Collection<?> ids) throws SQLException {
        String actor = unit.caller().actor().name();
        Map<Object, RowWriter.Row> marked = new HashMap<>();
        try (PreparedStatement update = unit.connection().prepareStatement(sql)) {
            update.setString(1, actor);
            update.setString(2, actor);
            update.setArray(3, unit.array(model.idType(), ids));
            update.setLong(4, unit.catalogVersion());
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    RecordRow row = columns.read(rows, 2);
                    marked.put(row.id(), new RowWriter.Row(row, rows.getString(1)));
                }
            }
        }
        if (marked.size() != ids.size()) {
            throw new StaleCatalog();
        }
        return marked;
    }
}
