package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A line of text: characters as they are, after normalisation. */
class TextTypeTest extends FieldTypeConformance {

    TextTypeTest() {
        super("type: text, maxLength: 120, normalize: [trim, collapse]");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"a\"", "\"a\""),
                Map.entry("\" a \\t b\\u00a0\"", "\"a b\""),
                Map.entry("\"\"", "\"\""),
                Map.entry("\"é😀\"", "\"é😀\""),
                Map.entry("\"\\u0001\"", "\"\\u0001\""),
                Map.entry("\"null\"", "\"null\""),
                Map.entry("\"'; DROP TABLE t; --\"", "\"'; DROP TABLE t; --\""));
    }

    @Override
    List<String> refused() {
        return List.of("1", "1.5", "true", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("x", "\"x\""), Map.entry("", "\"\""), Map.entry("true", "\"true\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("\0");
    }

    @Override
    String column() {
        return "varchar(120) COLLATE \"C\"";
    }

    @Override
    String form() {
        return "{\"control\":\"textInput\",\"maxLength\":120}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.TEXT;
    }
}
