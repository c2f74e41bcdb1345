package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Text of several lines. */
class LongTextTypeTest extends FieldTypeConformance {

    LongTextTypeTest() {
        super("type: longText");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"a\\nb\"", "\"a\\nb\""),
                Map.entry("\"  kept  \"", "\"  kept  \""),
                Map.entry("\"\"", "\"\""));
    }

    @Override
    List<String> refused() {
        return List.of("1", "false", "\"\\u0000\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("x", "\"x\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("\0");
    }

    @Override
    String column() {
        return "text COLLATE \"C\"";
    }

    @Override
    String form() {
        return "{\"control\":\"textArea\",\"maxLength\":16000,\"rows\":5}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.TEXT;
    }
}
