package org.statehouse.metadata;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of some keys, exactly as written.
 *
 * @param options the keys, in the file's order
 */
record OptionsRule(List<String> options) implements Rule {

    static final String CODE = "options";

    OptionsRule(Collection<String> options) {
        this(List.copyOf(options));
    }

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
        return "must be one of " + String.join(", ", options);
    }

    @Override
    public boolean accepts(Object value) {
        return options.contains((String) value);
    }

    @Override
    public List<String> checks(String column) {
        return List.of(options.stream().map(Literals::sql).collect(Collectors.joining(", ", column + " IN (", ")")));
    }
}
