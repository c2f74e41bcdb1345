package org.statehouse.metadata;

import java.util.Map;

/** A value that a type or rule does not take. Checked: whoever reads a value says where it stood. */
public final class ValueFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final transient Map<String, Object> params;

    /**
     * @param rule the stable code: {@code type} or a rule's
     * @param message a predicate that follows the field's label: "must be at least 3"
     * @param params the rule's parameters
     */
    public ValueFault(String rule, String message, Map<String, Object> params) {
        super(message, null, false, false);
        this.rule = rule;
        this.params = Map.copyOf(params);
    }

    public String rule() {
        return rule;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> params() {
        return params;
    }
}
