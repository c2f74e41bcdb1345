package org.statehouse.metadata;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of some keys, or a set of such, exactly as written.
 *
 * @param options the keys, in the file's order
 * @param several whether the field's values are sets
 */
record OptionsRule(List<String> options, boolean several) implements Rule {

    static final String CODE = "options";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, options);
    }

    @Override
    public String message() {
        return (several ? "must have no other keys than " : "must be one of ") + String.join(", ", options);
    }

    @Override
    public boolean accepts(Object value) {
        return value instanceof Collection<?> keys ? options.containsAll(keys) : options.contains((String) value);
    }

    @Override
    public List<String> checks(String column) {
        String keys = options.stream().map(Literals::sql).collect(Collectors.joining(", "));
        return List.of(column + (several ? " <@ ARRAY[" + keys + "]::text[]" : " IN (" + keys + ")"));
    }
}
