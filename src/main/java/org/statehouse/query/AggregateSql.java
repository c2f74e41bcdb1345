package org.statehouse.query;

import java.util.stream.Collectors;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Sql;

/**
 * Renders an aggregate as one statement, so that groups and place in the log are of one moment. It gives at least one row;
 * its columns are the version of the catalog in force, the place in the log, whether there is a group (null if not), the groups' values and the figures. One group
 * more than the page has is read, so that it is known whether there are more.
 */
public final class AggregateSql {

    /** The column where the group's values begin, from 1. */
    public static final int FIRST = 4;

    private AggregateSql() {}

    /**
     * The statement of an aggregate.
     *
     * @param position a scalar expression for the place in the log
     */
    public static SqlText of(Catalog catalog, AggregateQuery query, SqlText position) {
        Joins joins = new Joins(catalog);
        SqlText where = new SqlText();
        new FilterSql(where, joins).add(query.filter());
        StringBuilder columns = new StringBuilder("TRUE AS present");
        int column = 0;
        for (Path path : query.groupBy()) {
            columns.append(", ").append(joins.column(path)).append(" AS ").append(name(column++));
        }
        for (Figure figure : query.figures()) {
            columns.append(", ").append(figure.sql(joins)).append(" AS ").append(name(column++));
        }
        SqlText sql = new SqlText();
        sql.add("SELECT s.*, g.* FROM (SELECT " + Sql.CATALOG_VERSION + " AS catalog, ")
                .add(position)
                .add(" AS position) s LEFT JOIN (SELECT " + columns);
        sql.add(" FROM " + query.model().table() + " t" + joins.text() + " WHERE ")
                .add(where);
        if (!query.groupBy().isEmpty()) {
            sql.add(" GROUP BY " + query.groupBy().stream().map(joins::column).collect(Collectors.joining(", ")));
        }
        String order = order(query);
        sql.add(order + " LIMIT ").parameter((statement, i) -> statement.setInt(i, query.limit() + 1));
        sql.add(" OFFSET ").parameter((statement, i) -> statement.setInt(i, query.offset()));
        return sql.add(") g ON TRUE" + order);
    }

    private static String name(int column) {
        return Sql.quote(Integer.toString(column));
    }

    private static String order(AggregateQuery query) {
        if (query.sort().isEmpty()) {
            return "";
        }
        return query.sort().stream()
                .map(key -> name(key.column()) + (key.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }
}
