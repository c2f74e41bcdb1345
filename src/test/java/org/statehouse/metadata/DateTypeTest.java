package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A day of the years 0001 to 9999. */
class DateTypeTest extends FieldTypeConformance {

    DateTypeTest() {
        super("type: date");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"2024-02-29\"", "\"2024-02-29\""),
                Map.entry("\"0001-01-01\"", "\"0001-01-01\""),
                Map.entry("\"9999-12-31\"", "\"9999-12-31\""),
                Map.entry("\"1582-10-10\"", "\"1582-10-10\""),
                Map.entry("\"1900-02-28\"", "\"1900-02-28\""));
    }

    @Override
    List<String> refused() {
        return List.of(
                "\"2023-02-29\"",
                "\"1900-02-29\"",
                "\"2023-04-31\"",
                "\"2023-13-01\"",
                "\"2023-12-32\"",
                "\"0000-01-01\"",
                "\"10000-01-01\"",
                "\"+2024-01-01\"",
                "\"-0001-01-01\"",
                "\"2024-1-1\"",
                "\"20240101\"",
                "\"2024/01/01\"",
                "\"25-12-2023\"",
                "\"2024-01-01T00:00:00Z\"",
                "\" 2024-01-01\"",
                "\"\"",
                "20240101",
                "\"infinity\"",
                "\"٢٠٢٤-01-01\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("2024-02-29", "\"2024-02-29\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "2024-02-30", "today");
    }

    @Override
    String column() {
        return "date";
    }

    @Override
    String form() {
        return "{\"control\":\"dateInput\"}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ORDERED;
    }
}
