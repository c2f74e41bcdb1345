package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A set of at most so many keys.
 *
 * @param maxSelections how many
 */
record MaxSelectionsRule(int maxSelections) implements Rule {

    static final String CODE = "maxSelections";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, maxSelections);
    }

    @Override
    public String message() {
        return "must have at most " + maxSelections + (maxSelections == 1 ? " key" : " keys");
    }

    @Override
    public boolean accepts(Object value) {
        return ((Collection<?>) value).size() <= maxSelections;
    }

    @Override
    public List<String> checks(String column) {
        return List.of("cardinality(" + column + ") <= " + maxSelections);
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put("maxItems", maxSelections);
    }
}
