package org.statehouse.state;

import java.io.ByteArrayOutputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Sql;
import org.statehouse.query.ExportQuery;
import org.statehouse.query.ListQuery;
import org.statehouse.query.ListSql;
import org.statehouse.query.PageKey;
import org.statehouse.query.Projection;
import org.statehouse.query.Sort;
import org.statehouse.query.SqlText;

/**
 * Reads parts of an export, a statement each. A part ends with its page, or earlier when it is large enough: whoever it is
 * sent to may be slow, and neither memory nor a transaction waits for him.
 */
final class ExportReader {

    /** Bytes after which a part ends, give or take one record. */
    static final int ENOUGH = 1 << 20;
    /** Records that the driver holds at a time. */
    private static final int FETCH = 100;

    private final DataSource dataSource;
    private final Catalog catalog;
    private final ExportQuery query;
    private final ExportRows rows;
    private final RecordColumns columns;

    ExportReader(DataSource dataSource, Catalog catalog, ExportQuery query, ExportRows rows) {
        this.dataSource = dataSource;
        this.catalog = catalog;
        this.query = query;
        this.rows = rows;
        Projection projection = query.list().shape().projection();
        this.columns = projection.all()
                ? RecordColumns.all(query.list().model())
                : RecordColumns.some(query.list().model(), projection.names());
    }

    /**
     * A part.
     *
     * @param lines of whole records
     * @param next where the one after it begins, null when there is none
     * @param catalogVersion in force when it was read
     */
    record Part(ByteArrayOutputStream lines, @Nullable PageKey next, long catalogVersion) {}

    /** The first part. */
    Part first() throws SQLException {
        return read(query.list());
    }

    /** The part after a place. */
    Part after(PageKey place) throws SQLException {
        return read(query.list().from(place));
    }

    private Part read(ListQuery list) throws SQLException {
        SqlText sql = ListSql.of(catalog, list, this::columns, new SqlText().add("NULL"));
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
                statement.setFetchSize(FETCH);
                sql.bind(statement);
                try (ResultSet result = statement.executeQuery()) {
                    return part(result, list);
                }
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private Part part(ResultSet result, ListQuery list) throws SQLException {
        if (!result.next()) {
            throw new IllegalStateException("The statement of a list gives one row at least");
        }
        long version = result.getLong(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PageKey last = null;
        int read = 0;
        boolean more = result.getObject(ListSql.FIRST) != null;
        while (more && read < list.limit() && bytes.size() < ENOUGH) {
            bytes.writeBytes(rows.line(columns.read(result, ListSql.FIRST), links(result)));
            last = keys(result, list);
            read++;
            more = result.next();
        }
        return new Part(bytes, more ? last : null, version);
    }

    /** A record's columns and its links: arrays of the ids and, where lines have them, of the fields in the same order. */
    private String columns(String alias) {
        boolean table = alias.equals("t");
        StringBuilder all = new StringBuilder(columns.list(alias));
        for (Relationship each : query.links()) {
            String ids = "links " + each.number();
            all.append(", ").append(table ? linked(each, "l.\"other\"", ids) : Sql.column(alias, ids));
            if (hasFields(each)) {
                String values = "fields of links " + each.number();
                String object = new LinkColumns(each).object("l") + "::text";
                all.append(", ").append(table ? linked(each, object, values) : Sql.column(alias, values));
            }
        }
        return all.toString();
    }

    /** @param name one that no field has */
    private static String linked(Relationship relationship, String expression, String name) {
        return "ARRAY(SELECT " + expression + " FROM " + relationship.table()
                + " l WHERE l.\"owner\" = t.\"id\" ORDER BY l.\"other\") AS " + Sql.quote(name);
    }

    private boolean hasFields(Relationship relationship) {
        return rows.haveLinkFields() && relationship.links() != null;
    }

    private List<ExportRows.Links> links(ResultSet row) throws SQLException {
        List<ExportRows.Links> links = new ArrayList<>();
        int column = ListSql.FIRST + columns.count();
        for (Relationship each : query.links()) {
            List<Object> ids = array(row, column++);
            List<String> fields = hasFields(each)
                    ? array(row, column++).stream().map(Object::toString).toList()
                    : List.of();
            links.add(new ExportRows.Links(ids, fields));
        }
        return links;
    }

    private static List<Object> array(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        List<Object> values = List.of((Object[]) array.getArray());
        array.free();
        return values;
    }

    private PageKey keys(ResultSet row, ListQuery list) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        int fields = (int) query.links().stream().filter(this::hasFields).count();
        int column = ListSql.FIRST + columns.count() + query.links().size() + fields;
        for (Sort.Key key : list.sort().keys()) {
            values.add(key.path().attribute().read(row, column++));
        }
        return new PageKey(values);
    }
}
