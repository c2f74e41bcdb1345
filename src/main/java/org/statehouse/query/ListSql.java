package org.statehouse.query;

import java.util.List;
import java.util.stream.Stream;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.metadata.Sql;

/**
 * Renders a list as one statement, so that rows, figures and place in the log are of one moment. It gives at least one
 * row; its columns are
 *
 * <ol>
 *   <li>the version of the catalog in force,
 *   <li>the place in the log,
 *   <li>the total, null unless it was asked for,
 *   <li>whether the record exists that the list belongs to, true without one,
 *   <li>the record's columns, all null when the page is empty,
 *   <li>the sort keys,
 *   <li>of the records that a relationship leads to, the fields of the link.
 * </ol>
 *
 * One record more than the page has is read, so that it is known whether another page follows.
 */
public final class ListSql {

    /** The column where the record begins, from 1. */
    public static final int FIRST = 5;

    private final Catalog catalog;
    private final ListQuery query;
    private final Tables tables;

    private ListSql(Catalog catalog, ListQuery query, Tables tables) {
        this.catalog = catalog;
        this.query = query;
        this.tables = tables;
    }

    /** The columns of a record, from an alias. */
    @FunctionalInterface
    public interface Columns {
        String list(String alias);
    }

    /**
     * The statement of a list.
     *
     * @param columns of the records
     * @param position a scalar expression for the place in the log
     */
    public static SqlText of(Catalog catalog, ListQuery query, Columns columns, SqlText position) {
        return of(catalog, query, Tables.NOW, columns, position);
    }

    /** The same over other tables. Links are those of today: such a list must not belong to a record. */
    public static SqlText of(Catalog catalog, ListQuery query, Tables tables, Columns columns, SqlText position) {
        return new ListSql(catalog, query, tables).render(columns, position);
    }

    private SqlText render(Columns columns, SqlText position) {
        SqlText sql = new SqlText();
        sql.add("SELECT s.*, ").add(columns.list("r"));
        for (int i = 0; i < query.sort().keys().size(); i++) {
            sql.add(", ").add(key(i));
        }
        Scope scope = query.scope();
        Scope linked = scope == null || scope.relationship().links() == null ? null : scope;
        if (linked != null) {
            linked.relationship()
                    .linkFields()
                    .keySet()
                    .forEach(name -> sql.add(", ").add(Sql.column("k", name)));
        }
        sql.add(" FROM (SELECT ")
                .add(Sql.CATALOG_VERSION)
                .add(" AS catalog, ")
                .add(position)
                .add(" AS position, ");
        total(sql);
        sql.add(" AS total, ");
        exists(sql);
        sql.add(" AS found) s LEFT JOIN (");
        page(sql, columns);
        sql.add(") r ON TRUE");
        if (linked != null) {
            link(sql, linked);
        }
        sql.add(" ORDER BY ");
        order(sql);
        return sql;
    }

    /** The one link from the scope's record to each record of the page. */
    private static void link(SqlText sql, Scope scope) {
        Relationship relationship = scope.relationship();
        sql.add(" LEFT JOIN ").add(relationship.table()).add(" k ON ");
        sql.add(Sql.column("k", relationship.otherColumn())).add(" = r.\"id\" AND ");
        owner(sql.add(Sql.column("k", relationship.ownColumn())).add(" = "), scope);
    }

    private static String key(int i) {
        return Sql.column("r", Integer.toString(i));
    }

    private void order(SqlText sql) {
        for (int i = 0; i < query.sort().keys().size(); i++) {
            sql.add(i == 0 ? "" : ", ")
                    .add(key(i))
                    .add(query.sort().keys().get(i).descending() ? " DESC" : "");
        }
    }

    private void total(SqlText sql) {
        if (query.count()) {
            Joins joins = new Joins(catalog, tables);
            SqlText where = new SqlText();
            where(where, joins);
            sql.add("(SELECT count(*) FROM ")
                    .add(tables.of(query.model()))
                    .add(" t")
                    .add(joins.text());
            sql.add(where).add(")");
        } else {
            sql.add("NULL::bigint");
        }
    }

    private void exists(SqlText sql) {
        Scope scope = query.scope();
        if (scope == null) {
            sql.add("TRUE");
        } else {
            sql.add("EXISTS (SELECT 1 FROM ").add(scope.model().table()).add(" o WHERE o.\"id\" = ");
            owner(sql, scope).add(scope.model().andLive("o")).add(")");
        }
    }

    private void page(SqlText sql, Columns columns) {
        Joins joins = new Joins(catalog, tables);
        SqlText where = new SqlText();
        where(where, joins);
        StringBuilder keys = new StringBuilder();
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < query.sort().keys().size(); i++) {
            Sort.Key key = query.sort().keys().get(i);
            String column = joins.column(key.path());
            keys.append(", ").append(column).append(" AS ").append(Sql.quote(Integer.toString(i)));
            order.append(i == 0 ? " ORDER BY " : ", ").append(column).append(key.descending() ? " DESC" : "");
        }
        List<SqlText> after = after(joins);
        String from = "SELECT " + columns.list("t") + keys + " FROM " + tables.of(query.model()) + " t" + joins.text();
        if (after.size() < 2) {
            sql.add(from).add(where);
            after.forEach(condition -> sql.add(" AND ").add(condition));
            limit(sql.add(order.toString()));
            if (query.offset() > 0) {
                sql.add(" OFFSET ").parameter((statement, i) -> statement.setInt(i, query.offset()));
            }
            return;
        }
        String before = "SELECT r.* FROM ((";
        for (SqlText half : after) {
            sql.add(before).add(from).add(where).add(" AND ").add(half);
            limit(sql.add(order.toString()));
            before = ") UNION ALL (";
        }
        sql.add(")) r ORDER BY ");
        order(sql);
        limit(sql);
    }

    /** What bounds the page from below: nothing, one condition, or two that an index answers one after the other. */
    private List<SqlText> after(Joins joins) {
        PageKey after = query.after();
        if (after == null) {
            return List.of();
        }
        KeysetSql keyset = new KeysetSql(query.sort(), after, joins);
        List<SqlText> halves = hasIndex(query.sort().keys().get(0).path()) ? keyset.halves() : List.of();
        return halves.isEmpty() ? List.of(keyset.whole()) : halves;
    }

    private boolean hasIndex(Path path) {
        Model model = query.model();
        return tables == Tables.NOW
                && path.steps().isEmpty()
                && Stream.concat(
                                model.indexes().stream(),
                                model.uniques().stream()
                                        .filter(key -> key.where() == null)
                                        .map(Model.UniqueKey::fields))
                        .anyMatch(fields -> fields.get(0).equals(path.text()));
    }

    private void limit(SqlText sql) {
        sql.add(" LIMIT ").parameter((statement, i) -> statement.setInt(i, query.limit() + 1));
    }

    private void where(SqlText sql, Joins joins) {
        sql.add(" WHERE ");
        Scope scope = query.scope();
        if (scope != null) {
            related(sql, scope);
            sql.add(" AND ");
        }
        new FilterSql(sql, joins).add(query.filter());
    }

    private static void related(SqlText sql, Scope scope) {
        Relationship relationship = scope.relationship();
        switch (relationship.kind()) {
            case ONE_TO_ONE, ONE_TO_MANY ->
                owner(sql.add(Sql.column("t", relationship.inverse())).add(" = "), scope);
            case MANY_TO_MANY -> {
                sql.add("t.\"id\" IN (SELECT ").add(Sql.column("l", relationship.otherColumn()));
                sql.add(" FROM ").add(relationship.table()).add(" l WHERE ");
                owner(sql.add(Sql.column("l", relationship.ownColumn())).add(" = "), scope)
                        .add(")");
            }
        }
    }

    private static SqlText owner(SqlText sql, Scope scope) {
        return sql.parameter(new IdAttribute(scope.model().idType()), scope.id());
    }
}
