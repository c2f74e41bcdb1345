package org.statehouse.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One broken rule.
 *
 * @param pointer JSON Pointer (RFC 6901) into the body, "" for the whole record
 * @param field the field's name, null for a rule across fields
 * @param rule the rule's stable code, such as {@code required}
 * @param message a sentence for people
 * @param params the rule's parameters, such as {@code max}
 */
public record Violation(
        String pointer, @Nullable String field, String rule, String message, Map<String, Object> params) {

    public static Violation of(String field, String rule, String message, Map<String, Object> params) {
        return new Violation("/" + field.replace("~", "~0").replace("/", "~1"), field, rule, message, params);
    }

    /** Its JSON members, in the contract's order. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("pointer", pointer);
        if (field != null) {
            map.put("field", field);
        }
        map.put("rule", rule);
        map.put("message", message);
        map.put("params", params);
        return map;
    }
}
