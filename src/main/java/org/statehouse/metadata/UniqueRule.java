package org.statehouse.metadata;

import java.util.Map;

/** No other record has the value. Decided by a unique index; every value is accepted here. */
record UniqueRule() implements Rule {

    static final String CODE = "unique";

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
        return "is already taken";
    }

    @Override
    public boolean accepts(Object value) {
        return true;
    }
}
