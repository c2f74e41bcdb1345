package org.statehouse.metadata;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A check across two fields of a record: {@code {rule: compare, field: endTime, operator: gte, other: startTime}}. Null on
 * either side obeys. A CHECK constraint stands behind it.
 *
 * @param field at which a violation is told
 * @param operator one of eq, ne, gt, gte, lt, lte
 * @param other the field that it is compared with
 * @param message a whole sentence
 * @param when it applies, null for always
 */
public record Comparison(String field, Operator operator, String other, String message, Condition.@Nullable Term when) {

    /** The rule's code. */
    public static final String CODE = "compare";

    /** The fields whose change can break it. */
    public Set<String> fields() {
        Set<String> all = new LinkedHashSet<>(Set.of(field, other));
        if (when != null) {
            all.add(when.field());
        }
        return all;
    }

    public Map<String, Object> params() {
        return Map.of("operator", operator.word(), "other", other);
    }

    /** Whether typed values by field name obey; an absent one counts as null. */
    public boolean accepts(Map<String, @Nullable Object> values) {
        Object left = values.get(field);
        Object right = values.get(other);
        if (left == null || right == null || (when != null && !when.holds(values))) {
            return true;
        }
        return switch (operator) {
            case EQ -> Bound.equal(left, right);
            case NE -> !Bound.equal(left, right);
            case GT -> Bound.compare(left, right) > 0;
            case GTE -> Bound.compare(left, right) >= 0;
            case LT -> Bound.compare(left, right) < 0;
            case LTE -> Bound.compare(left, right) <= 0;
            default -> throw new IllegalStateException("Not an operator of comparisons: " + operator.word());
        };
    }

    /** The same over the table's columns; null for values that obey because of a null. */
    String sql() {
        String sign = switch (operator) {
            case EQ -> " = ";
            case NE -> " <> ";
            case GT -> " > ";
            case GTE -> " >= ";
            case LT -> " < ";
            case LTE -> " <= ";
            default -> throw new IllegalStateException("Not an operator of comparisons: " + operator.word());
        };
        String compared = Sql.quote(field) + sign + Sql.quote(other);
        return when == null ? compared : "(" + when.sql() + ") IS NOT TRUE OR (" + compared + ")";
    }
}
