package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A text; that it is an address says its rule. */
class UrlTypeTest extends FieldTypeConformance {

    UrlTypeTest() {
        super("type: url, maxLength: 300");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"https://example.com/a?b=c#d\"", "\"https://example.com/a?b=c#d\""),
                Map.entry("\"http://localhost:8080\"", "\"http://localhost:8080\""),
                Map.entry("\"no address, says its rule\"", "\"no address, says its rule\""),
                Map.entry("\"\"", "\"\""));
    }

    @Override
    List<String> refused() {
        return List.of("7", "true", "\"\\u0000\"", "\"\\ud800\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("https://example.com/a,b", "\"https://example.com/a,b\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("a\0b");
    }

    @Override
    String column() {
        return "varchar(300) COLLATE \"C\"";
    }

    @Override
    String form() {
        return "{\"control\":\"urlInput\",\"maxLength\":300}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.TEXT;
    }
}
