package org.statehouse.query;

import java.util.List;
import org.statehouse.metadata.Operator;

/**
 * Renders a filter as a condition. Three-valued logic ends where a filter is negated: {@code IS NOT TRUE} takes unknown
 * for false, as {@link Filter} does; elsewhere unknown and false have the same effect.
 */
final class FilterSql {

    private final SqlText sql;
    private final Joins joins;

    FilterSql(SqlText sql, Joins joins) {
        this.sql = sql;
        this.joins = joins;
    }

    void add(Filter filter) {
        if (filter instanceof Filter.Compare compare) {
            compare(compare);
        } else if (filter instanceof Filter.And and) {
            list(and.filters(), " AND ");
        } else if (filter instanceof Filter.Or or) {
            list(or.filters(), " OR ");
        } else if (filter instanceof Filter.Not not) {
            sql.add("(");
            add(not.filter());
            sql.add(") IS NOT TRUE");
        }
    }

    private void list(List<Filter> filters, String word) {
        if (filters.isEmpty()) {
            sql.add("TRUE");
            return;
        }
        String before = "(";
        for (Filter filter : filters) {
            sql.add(before);
            add(filter);
            before = word;
        }
        sql.add(")");
    }

    private void compare(Filter.Compare compare) {
        Operator operator = compare.operator();
        String column = joins.column(compare.path());
        switch (operator) {
            case EQ -> binary(column, " = ", compare);
            case NE -> binary(column, " IS DISTINCT FROM ", compare);
            case GT -> binary(column, " > ", compare);
            case GTE -> binary(column, " >= ", compare);
            case LT -> binary(column, " < ", compare);
            case LTE -> binary(column, " <= ", compare);
            case BETWEEN -> values(sql.add(column).add(" BETWEEN "), compare, " AND ");
            case IN -> {
                values(sql.add(column).add(" IN ("), compare, ", ");
                sql.add(")");
            }
            case NOT_IN -> {
                values(sql.add("(" + column + " IS NULL OR " + column + " NOT IN ("), compare, ", ");
                sql.add("))");
            }
            case OVERLAPS -> binary(column, " && ", compare);
            case CONTAINS_ALL -> binary(column, " @> ", compare);
            case CONTAINS_NONE -> {
                binary("(" + column + " IS NULL OR NOT " + column, " && ", compare);
                sql.add(")");
            }
            case IS_NULL -> sql.add(column).add(" IS NULL");
            case IS_NOT_NULL -> sql.add(column).add(" IS NOT NULL");
            case CONTAINS, STARTS_WITH, ENDS_WITH, I_CONTAINS, I_STARTS_WITH, I_ENDS_WITH, I_EQ ->
                text(column, compare);
        }
    }

    private void binary(String column, String word, Filter.Compare compare) {
        sql.add(column)
                .add(word)
                .parameter(compare.path().attribute(), compare.values().get(0));
    }

    private static void values(SqlText sql, Filter.Compare compare, String separator) {
        String before = "";
        for (Object value : compare.values()) {
            sql.add(before).parameter(compare.path().attribute(), value);
            before = separator;
        }
    }

    /** Without LIKE: percent sign and underscore are characters like any other. */
    private void text(String column, Filter.Compare compare) {
        String value = (String) compare.values().get(0);
        String folded = "statehouse.fold(" + column + ")";
        switch (compare.operator()) {
            case CONTAINS -> sql.add("strpos(" + column + ", ").parameter(value).add(") > 0");
            case STARTS_WITH ->
                sql.add("starts_with(" + column + ", ").parameter(value).add(")");
            case ENDS_WITH ->
                sql.add("right(" + column + ", char_length(")
                        .parameter(value)
                        .add(")) = ")
                        .parameter(value);
            case I_CONTAINS ->
                sql.add("strpos(" + folded + ", statehouse.fold(")
                        .parameter(value)
                        .add(")) > 0");
            case I_STARTS_WITH ->
                sql.add("starts_with(" + folded + ", statehouse.fold(")
                        .parameter(value)
                        .add("))");
            case I_ENDS_WITH ->
                sql.add("right(" + folded + ", char_length(statehouse.fold(")
                        .parameter(value)
                        .add("))) = statehouse.fold(")
                        .parameter(value)
                        .add(")");
            case I_EQ ->
                sql.add(folded + " = statehouse.fold(").parameter(value).add(")");
            case EQ,
                    NE,
                    GT,
                    GTE,
                    LT,
                    LTE,
                    BETWEEN,
                    IN,
                    NOT_IN,
                    OVERLAPS,
                    CONTAINS_ALL,
                    CONTAINS_NONE,
                    IS_NULL,
                    IS_NOT_NULL ->
                throw new IllegalStateException("Not an operator of characters: " + compare.operator());
        }
    }
}
