package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * There must be a value: null and "" are refused; 0, false and " " are values. In PostgreSQL NOT NULL stands behind it, and
 * for texts a CHECK.
 *
 * @param text whether the field's values are texts
 */
record RequiredRule(boolean text) implements Rule {

    static final String CODE = "required";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of();
    }

    @Override
    public String message() {
        return "is required";
    }

    @Override
    public boolean accepts(Object value) {
        return !"".equals(value) && !List.of().equals(value);
    }

    @Override
    public List<String> checks(String column) {
        return text ? List.of(column + " <> ''") : List.of();
    }

    @Override
    public List<String> ownChecks(String column) {
        return List.of(column + " IS NOT NULL" + (text ? " AND " + column + " <> ''" : ""));
    }

    @Override
    public void describe(ObjectNode schema) {
        if (text && schema.path("minLength").asInt() < 1) {
            schema.put("minLength", 1);
        }
    }
}
