package org.statehouse.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renders "comes after this record in the list's order". The first key stands alone as a range, which an index on it can
 * answer; then the alternatives: a later first key, or an equal one and a later second key, and so on. Nulls come last
 * ascending and first descending.
 */
final class KeysetSql {

    private final List<Sort.Key> keys;
    private final List<@Nullable Object> values;
    private final Joins joins;

    KeysetSql(Sort sort, PageKey key, Joins joins) {
        this.keys = sort.keys();
        this.values = key.values();
        this.joins = joins;
    }

    /** The condition in one. */
    SqlText whole() {
        SqlText sql = new SqlText();
        if (keys.size() > 1) {
            notBefore(sql);
            sql.add(" AND ");
        }
        chain(sql, 0, false);
        return sql;
    }

    /**
     * The condition in two that follow each other, where nulls of the first key lie behind or before its other values: no
     * index of PostgreSQL reads both in one ordered range. Empty where one range is enough.
     */
    List<SqlText> halves() {
        Sort.Key first = keys.get(0);
        Object value = values.get(0);
        if (!first.path().nullable() || (value == null) != first.descending()) {
            return List.of();
        }
        String column = joins.column(first.path());
        SqlText near = new SqlText();
        if (value == null) {
            chain(near.add(column + " IS NULL AND "), 1, false);
            return List.of(near, new SqlText().add(column + " IS NOT NULL"));
        }
        near.add(column + " >= ").parameter(first.path().attribute(), value).add(" AND ");
        chain(near, 0, true);
        return List.of(near, new SqlText().add(column + " IS NULL"));
    }

    /** Later in the key at {@code i}, or equal there and later in those that follow. */
    private void chain(SqlText sql, int i, boolean firstNotNull) {
        Sort.Key key = keys.get(i);
        sql.add("(");
        after(sql, key, values.get(i), i == 0 && firstNotNull);
        if (i + 1 < keys.size()) {
            sql.add(" OR (");
            equal(sql, key, values.get(i));
            sql.add(" AND ");
            chain(sql, i + 1, false);
            sql.add(")");
        }
        sql.add(")");
    }

    private void notBefore(SqlText sql) {
        Sort.Key key = keys.get(0);
        Object value = values.get(0);
        String column = joins.column(key.path());
        if (value == null) {
            sql.add(key.descending() ? "TRUE" : column + " IS NULL");
        } else {
            range(sql, key, key.descending() ? " <= " : " >= ", value, false);
        }
    }

    private void after(SqlText sql, Sort.Key key, @Nullable Object value, boolean notNull) {
        String column = joins.column(key.path());
        if (value == null) {
            sql.add(key.descending() ? column + " IS NOT NULL" : "FALSE");
        } else {
            range(sql, key, key.descending() ? " < " : " > ", value, notNull);
        }
    }

    private void range(SqlText sql, Sort.Key key, String word, Object value, boolean notNull) {
        boolean nullsFollow = !notNull && !key.descending() && key.path().nullable();
        String column = joins.column(key.path());
        sql.add(nullsFollow ? "(" : "").add(column + word).parameter(key.path().attribute(), value);
        sql.add(nullsFollow ? " OR " + column + " IS NULL)" : "");
    }

    private void equal(SqlText sql, Sort.Key key, @Nullable Object value) {
        String column = joins.column(key.path());
        if (value == null) {
            sql.add(column + " IS NULL");
        } else {
            sql.add(column + " = ").parameter(key.path().attribute(), value);
        }
    }
}
