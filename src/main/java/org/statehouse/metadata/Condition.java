package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter over a record's own fields that means the same in Java and in SQL, where it can stand in a CHECK and in the
 * predicate of an index. It holds or does not: {@code ne} and {@code notIn} hold for null, every other comparison with null
 * does not.
 */
public sealed interface Condition {

    /** Whether it holds for typed values by field name; an absent one counts as null. */
    boolean holds(Map<String, @Nullable Object> values);

    /** A SQL expression over the table's columns; null counts as false. */
    String sql();

    /** The fields that it looks at. */
    Set<String> fields();

    /**
     * A comparison of one field.
     *
     * @param field its name
     * @param operator of those in {@link ConditionReader#OPERATORS}
     * @param values as many as the operator takes, typed as the field's, never null
     */
    record Term(String field, Operator operator, List<Object> values) implements Condition {

        @Override
        public boolean holds(Map<String, @Nullable Object> record) {
            Object value = record.get(field);
            if (value == null) {
                return operator == Operator.NE || operator == Operator.NOT_IN || operator == Operator.IS_NULL;
            }
            return switch (operator) {
                case EQ, IN -> isAmongValues(value);
                case NE, NOT_IN -> !isAmongValues(value);
                case GT -> Bound.compare(value, values.get(0)) > 0;
                case GTE -> Bound.compare(value, values.get(0)) >= 0;
                case LT -> Bound.compare(value, values.get(0)) < 0;
                case LTE -> Bound.compare(value, values.get(0)) <= 0;
                case BETWEEN -> Bound.compare(value, values.get(0)) >= 0 && Bound.compare(value, values.get(1)) <= 0;
                case IS_NULL -> false;
                case IS_NOT_NULL -> true;
                default -> throw foreign();
            };
        }

        private boolean isAmongValues(Object value) {
            return values.contains(value);
        }

        @Override
        public String sql() {
            String column = Sql.quote(field);
            return switch (operator) {
                case EQ -> column + " = " + literal(0);
                case NE -> column + " IS DISTINCT FROM " + literal(0);
                case GT -> column + " > " + literal(0);
                case GTE -> column + " >= " + literal(0);
                case LT -> column + " < " + literal(0);
                case LTE -> column + " <= " + literal(0);
                case BETWEEN -> column + " BETWEEN " + literal(0) + " AND " + literal(1);
                case IN -> column + " IN (" + literals() + ")";
                case NOT_IN -> "(" + column + " IS NULL OR " + column + " NOT IN (" + literals() + "))";
                case IS_NULL -> column + " IS NULL";
                case IS_NOT_NULL -> column + " IS NOT NULL";
                default -> throw foreign();
            };
        }

        private String literal(int index) {
            return Literals.sql(values.get(index));
        }

        private String literals() {
            return values.stream().map(Literals::sql).collect(Collectors.joining(", "));
        }

        private IllegalStateException foreign() {
            return new IllegalStateException("Not an operator of conditions: " + operator.word());
        }

        @Override
        public Set<String> fields() {
            return Set.of(field);
        }
    }

    /** All of them hold; also when there are none. */
    record All(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(Map<String, @Nullable Object> record) {
            return conditions.stream().allMatch(one -> one.holds(record));
        }

        @Override
        public String sql() {
            return joined(conditions, " AND ", "TRUE");
        }

        @Override
        public Set<String> fields() {
            return union(conditions);
        }
    }

    /** One of them holds at least. */
    record Any(List<Condition> conditions) implements Condition {
        @Override
        public boolean holds(Map<String, @Nullable Object> record) {
            return conditions.stream().anyMatch(one -> one.holds(record));
        }

        @Override
        public String sql() {
            return joined(conditions, " OR ", "FALSE");
        }

        @Override
        public Set<String> fields() {
            return union(conditions);
        }
    }

    /** It does not hold. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(Map<String, @Nullable Object> record) {
            return !condition.holds(record);
        }

        @Override
        public String sql() {
            return "(" + condition.sql() + ") IS NOT TRUE";
        }

        @Override
        public Set<String> fields() {
            return condition.fields();
        }
    }

    private static String joined(List<Condition> conditions, String word, String none) {
        if (conditions.isEmpty()) {
            return none;
        }
        Function<Condition, String> each = one -> "(" + one.sql() + ")";
        return conditions.size() == 1
                ? conditions.get(0).sql()
                : conditions.stream().map(each).collect(Collectors.joining(word));
    }

    private static Set<String> union(List<Condition> conditions) {
        Set<String> fields = new TreeSet<>();
        conditions.forEach(one -> fields.addAll(one.fields()));
        return fields;
    }
}
