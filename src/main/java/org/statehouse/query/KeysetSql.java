package org.statehouse.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders "comes after this record in the list's order". The first key stands alone as a range, which an index on it can
 * answer; then the alternatives: a later first key, or an equal one and a later second key, and so on. Nulls come last
 * ascending and first descending.
 */
final class KeysetSql {

    private final SqlText sql;
    private final Joins joins;

    KeysetSql(SqlText sql, Joins joins) {
        this.sql = sql;
        this.joins = joins;
    }

    void add(Sort sort, Cursor cursor) {
        List<Sort.Key> keys = sort.keys();
        if (keys.size() > 1) {
            notBefore(keys.get(0), cursor.values().get(0));
            sql.add(" AND ");
        }
        for (int i = 0; i < keys.size(); i++) {
            boolean last = i == keys.size() - 1;
            sql.add("(");
            after(keys.get(i), cursor.values().get(i));
            if (!last) {
                sql.add(" OR (");
                equal(keys.get(i), cursor.values().get(i));
                sql.add(" AND ");
            }
        }
        sql.add(")".repeat(2 * keys.size() - 1));
    }

    private void notBefore(Sort.Key key, @Nullable Object value) {
        String column = joins.column(key.path());
        if (value == null) {
            sql.add(key.descending() ? "TRUE" : column + " IS NULL");
        } else if (key.descending()) {
            sql.add(column + " <= ").parameter(key.path().attribute(), value);
        } else {
            ascending(key, column, " >= ", value);
        }
    }

    private void after(Sort.Key key, @Nullable Object value) {
        String column = joins.column(key.path());
        if (value == null) {
            sql.add(key.descending() ? column + " IS NOT NULL" : "FALSE");
        } else if (key.descending()) {
            sql.add(column + " < ").parameter(key.path().attribute(), value);
        } else {
            ascending(key, column, " > ", value);
        }
    }

    private void ascending(Sort.Key key, String column, String word, Object value) {
        boolean nullable = key.path().nullable();
        sql.add(nullable ? "(" : "").add(column + word).parameter(key.path().attribute(), value);
        sql.add(nullable ? " OR " + column + " IS NULL)" : "");
    }

    private void equal(Sort.Key key, @Nullable Object value) {
        String column = joins.column(key.path());
        if (value == null) {
            sql.add(column + " IS NULL");
        } else {
            sql.add(column + " = ").parameter(key.path().attribute(), value);
        }
    }
}
