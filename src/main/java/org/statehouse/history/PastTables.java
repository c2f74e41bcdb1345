package org.statehouse.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statehouse.log.Cursor;
import org.statehouse.log.Range;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.ImageColumns;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Sql;
import org.statehouse.query.SqlText;
import org.statehouse.query.Tables;

/**
 * What looks like the models' tables as of a cursor: of each record the last image that the cursor contains, its values in
 * the columns of today. Only the columns that a query uses are computed. For one statement.
 */
final class PastTables implements Tables {

    /** The image, as text. No field has a name with this sign. */
    static final String IMAGE = Sql.quote("#image");

    private static final String MOMENT = "moment AS (SELECT ?::bigint AS since, ?::int AS within, ?::bigint AS upper,"
            + " ?::bigint[] AS hole_first, ?::bigint[] AS hole_last)";

    /** Whether a row {@code l} of the log is in the cursor. */
    private static final String CONTAINED = "l.position <= (SELECT upper FROM moment)"
            + " AND ((l.position, l.ordinal) <= (SELECT since, within FROM moment)"
            + " OR l.position > (SELECT since FROM moment) AND NOT EXISTS (SELECT 1 FROM moment g,"
            + " unnest(g.hole_first, g.hole_last) AS h(first, last) WHERE l.position BETWEEN h.first AND h.last))";

    private static final List<String> TIMES = List.of("created", "updated", "deleted");

    private final Cursor cursor;
    private final Map<String, Model> used = new LinkedHashMap<>();

    PastTables(Cursor cursor) {
        this.cursor = cursor;
    }

    @Override
    public String of(Model model) {
        used.put(model.name(), model);
        return name(model);
    }

    private static String name(Model model) {
        return Sql.quote("past." + model.name());
    }

    /** A statement that names these tables, with what they are. */
    SqlText around(SqlText statement) {
        SqlText all = new SqlText().add("WITH ").add(MOMENT, 5, this::bind);
        for (Model model : used.values()) {
            all.add(", " + name(model) + " AS NOT MATERIALIZED (" + table(model) + ")");
        }
        return all.add(" ").add(statement);
    }

    /** Version and image of one record, or nothing when it had no change yet; model and id are the last parameters. */
    SqlText one(Model model, String id) {
        return new SqlText()
                .add("WITH ")
                .add(MOMENT, 5, this::bind)
                .add(
                        " SELECT l.version, l.image::text FROM statehouse.change_log l WHERE l.model = ?"
                                + " AND l.record_id = ? AND " + CONTAINED + " ORDER BY l.version DESC LIMIT 1",
                        2,
                        (statement, first) -> {
                            statement.setInt(first, model.number());
                            statement.setString(first + 1, id);
                        });
    }

    private static String table(Model model) {
        List<String> columns = new ArrayList<>();
        columns.add("l.record_id::" + model.idType().sqlType() + " AS \"id\"");
        columns.add("l.version AS \"version\"");
        for (String what : model.softDelete() ? TIMES : TIMES.subList(0, 2)) {
            columns.add("(l.image ->> '" + what + "At')::timestamptz AS " + Sql.quote(what + "At"));
            columns.add("(l.image ->> '" + what + "By') COLLATE \"C\" AS " + Sql.quote(what + "By"));
        }
        for (Field field : model.fields().values()) {
            columns.add(ImageColumns.sql(field, "l.image") + " AS " + Sql.quote(field.name()));
        }
        columns.add("l.image::text AS " + IMAGE);
        return "SELECT " + String.join(", ", columns)
                + " FROM (SELECT DISTINCT ON (l.record_id) l.record_id, l.version, l.image"
                + " FROM statehouse.change_log l WHERE l.model = " + model.number() + " AND " + CONTAINED
                + " ORDER BY l.record_id, l.version DESC) l WHERE l.image IS NOT NULL";
    }

    private void bind(PreparedStatement statement, int first) throws SQLException {
        statement.setLong(first, cursor.prefix());
        statement.setInt(first + 1, cursor.ordinal() == 0 ? Integer.MAX_VALUE : cursor.ordinal());
        statement.setLong(first + 2, cursor.upper());
        Object[] firsts = cursor.holes().stream().map(Range::first).toArray();
        Object[] lasts = cursor.holes().stream().map(Range::last).toArray();
        statement.setArray(first + 3, statement.getConnection().createArrayOf("int8", firsts));
        statement.setArray(first + 4, statement.getConnection().createArrayOf("int8", lasts));
    }
}
