package org.statehouse.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.SnapshotPosition;
import org.statehouse.metadata.Catalog;
import org.statehouse.query.ListQuery;
import org.statehouse.query.ListSql;
import org.statehouse.query.PageKey;
import org.statehouse.query.Projection;
import org.statehouse.query.QueryLimits;
import org.statehouse.query.Scope;
import org.statehouse.query.Sort;
import org.statehouse.query.SqlText;

/** Reads one page by one statement, with the place in the log that the same statement saw. */
final class ListReader {

    private static final int CATALOG = 1;
    private static final int POSITION = 2;
    private static final int TOTAL = 3;
    private static final int FOUND = 4;

    private final Catalog catalog;
    private final ListQuery query;
    private final RecordColumns columns;
    private final @Nullable LinkColumns linkColumns;

    ListReader(Catalog catalog, ListQuery query) {
        this.catalog = catalog;
        this.query = query;
        Projection projection = query.shape().projection();
        this.columns = projection.all()
                ? RecordColumns.all(query.model())
                : RecordColumns.some(query.model(), projection.names());
        Scope scope = query.scope();
        this.linkColumns =
                scope == null || scope.relationship().links() == null ? null : new LinkColumns(scope.relationship());
    }

    Page read(Connection connection, SnapshotPosition position) throws SQLException {
        SqlText here = new SqlText()
                .add(
                        position.sql(),
                        SnapshotPosition.PARAMETERS,
                        (statement, first) -> position.bind(statement, first));
        SqlText sql = ListSql.of(catalog, query, columns::list, here);
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            statement.setQueryTimeout(QueryLimits.MAX_SECONDS);
            sql.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return page(rows, position);
            }
        }
    }

    private Page page(ResultSet rows, SnapshotPosition position) throws SQLException {
        if (!rows.next()) {
            throw new IllegalStateException("The statement of a list gives one row at least");
        }
        StaleCatalog.requireSame(catalog.version(), rows.getLong(CATALOG));
        String cursor = position.cursor(rows, POSITION).text();
        long counted = rows.getLong(TOTAL);
        Long total = rows.wasNull() ? null : counted;
        boolean found = rows.getBoolean(FOUND);
        List<RecordRow> records = new ArrayList<>();
        List<Map<String, @Nullable Object>> links = new ArrayList<>();
        PageKey last = null;
        boolean more = rows.getObject(ListSql.FIRST) != null;
        while (more && records.size() < query.limit()) {
            records.add(columns.read(rows, ListSql.FIRST));
            if (linkColumns != null) {
                links.add(linkColumns.read(
                        rows,
                        ListSql.FIRST + columns.count() + query.sort().keys().size()));
            }
            last = records.size() == query.limit() ? keys(rows) : null;
            more = rows.next();
        }
        String next = more && last != null ? query.next(last) : null;
        return new Page(records, links, next, total, found, cursor);
    }

    private PageKey keys(ResultSet row) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        int column = ListSql.FIRST + columns.count();
        for (Sort.Key key : query.sort().keys()) {
            values.add(key.path().attribute().read(row, column++));
        }
        return new PageKey(values);
    }
}
