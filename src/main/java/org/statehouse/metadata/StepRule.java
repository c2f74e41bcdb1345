package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A number that is so many steps from {@code min}, or from 0 where there is none. Floating-point numbers count as the
 * decimals that are written for them, so that 0.3 is three steps of 0.1; PostgreSQL holds the rule for the exact ones.
 *
 * @param step typed as the field's values, greater than 0
 * @param min where the steps begin, typed so too
 */
record StepRule(Object step, @Nullable Object min) implements Rule {

    static final String CODE = "step";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put(CODE, Literals.json(step));
        if (min != null) {
            params.put("min", Literals.json(min));
        }
        return params;
    }

    @Override
    public String message() {
        return beginsAtZero()
                ? "must be a multiple of " + Literals.text(step)
                : "must be a number of steps of " + Literals.text(step) + " from " + Literals.text(begin());
    }

    @Override
    public boolean accepts(Object value) {
        BigDecimal way = decimal(value).subtract(decimal(begin()));
        return way.remainder(decimal(step)).signum() == 0;
    }

    @Override
    public List<String> checks(String column) {
        return step instanceof Double
                ? List.of()
                : List.of("mod(" + column + "::numeric - (" + Literals.sql(begin()) + "), " + Literals.sql(step)
                        + ") = 0");
    }

    @Override
    public void describe(ObjectNode schema) {
        if (beginsAtZero() && step instanceof Long number && IntegerType.isSafe(number)) {
            schema.put("multipleOf", number);
        }
    }

    private boolean beginsAtZero() {
        return min == null || decimal(min).signum() == 0;
    }

    private Object begin() {
        return min == null ? 0L : min;
    }

    private static BigDecimal decimal(Object number) {
        return number instanceof Double value ? Floats.shortest(value) : new BigDecimal(number.toString());
    }
}
