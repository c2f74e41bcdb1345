package org.statehouse.metadata;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field's own settings, checked against what its type accepts.
 *
 * @param values by name, each as its {@link SettingForm} says
 */
public record Settings(Map<String, Object> values) {

    public static final Settings NONE = new Settings(Map.of());

    public int integer(String name, int otherwise) {
        Object value = values.get(name);
        return value instanceof Number number ? number.intValue() : otherwise;
    }

    public @Nullable BigDecimal decimal(String name) {
        Object value = values.get(name);
        return value instanceof Number ? new BigDecimal(value.toString()) : null;
    }

    public @Nullable String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    /** Keys and labels of a choice, in the file's order. */
    public Map<String, String> options() {
        if (values.get("options") instanceof Map<?, ?> map) {
            Map<String, String> options = new java.util.LinkedHashMap<>();
            map.forEach((key, label) -> options.put(String.valueOf(key), String.valueOf(label)));
            return options;
        }
        return Map.of();
    }
}
