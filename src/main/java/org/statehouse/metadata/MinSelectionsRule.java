package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A set of at least so many keys.
 *
 * @param minSelections how many
 */
record MinSelectionsRule(int minSelections) implements Rule {

    static final String CODE = "minSelections";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, minSelections);
    }

    @Override
    public String message() {
        return "must have at least " + minSelections + (minSelections == 1 ? " key" : " keys");
    }

    @Override
    public boolean accepts(Object value) {
        return ((Collection<?>) value).size() >= minSelections;
    }

    @Override
    public List<String> checks(String column) {
        return List.of("cardinality(" + column + ") >= " + minSelections);
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put("minItems", minSelections);
    }
}
