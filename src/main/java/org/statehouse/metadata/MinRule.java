package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A number or time not below a bound.
 *
 * @param min typed as the field's values; itself allowed
 */
record MinRule(Object min) implements Rule {

    static final String CODE = "min";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, Literals.json(min));
    }

    @Override
    public String message() {
        return "must be at least " + Literals.text(min);
    }

    @Override
    public boolean accepts(Object value) {
        return Bound.compare(value, min) >= 0;
    }

    @Override
    public List<String> checks(String column) {
        return List.of(column + " >= " + Literals.sql(min));
    }

    @Override
    public void describe(ObjectNode schema) {
        Bounds.describe(schema, "minimum", min);
    }
}
