package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A number or time not above a bound.
 *
 * @param max typed as the field's values; itself allowed
 */
record MaxRule(Object max) implements Rule {

    static final String CODE = "max";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, Literals.json(max));
    }

    @Override
    public String message() {
        return "must be at most " + Literals.text(max);
    }

    @Override
    public boolean accepts(Object value) {
        return Bound.compare(value, max) <= 0;
    }

    @Override
    public List<String> checks(String column) {
        return List.of(column + " <= " + Literals.sql(max));
    }

    @Override
    public void describe(ObjectNode schema) {
        Bounds.describe(schema, "maximum", max);
    }
}
