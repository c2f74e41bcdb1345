package org.statehouse.metadata;

import java.util.Map;

/**
 * The record that is referred to is there. Decided by the foreign key and the write path; every value is accepted here.
 *
 * @param model the target's name
 */
record ExistsRule(String model) implements Rule {

    static final String CODE = "exists";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of("model", model);
    }

    @Override
    public String message() {
        return "refers to no " + model;
    }

    @Override
    public boolean accepts(Object value) {
        return true;
    }
}
