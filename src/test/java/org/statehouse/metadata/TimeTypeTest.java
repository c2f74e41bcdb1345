package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A time of day without a zone. */
class TimeTypeTest extends FieldTypeConformance {

    TimeTypeTest() {
        super("type: time, min: \"08:00:00\"");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"13:45:00\"", "\"13:45:00.000000\""),
                Map.entry("\"13:45:00.25\"", "\"13:45:00.250000\""),
                Map.entry("\"00:00:00\"", "\"00:00:00.000000\""),
                Map.entry("\"23:59:59.999999\"", "\"23:59:59.999999\""));
    }

    @Override
    List<String> refused() {
        return List.of(
                "7",
                "true",
                "\"\"",
                "\"24:00:00\"",
                "\"23:59:60\"",
                "\"13:45\"",
                "\"1:45:00\"",
                "\"13:45:00Z\"",
                "\"13:45:00+01:00\"",
                "\"13:45:00.1234567\"",
                "\"13:45:00.\"",
                "\"25:00:00\"",
                "\"12:60:00\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("13:45:00", "\"13:45:00.000000\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "13:45", "24:00:00", " 13:45:00");
    }

    @Override
    String column() {
        return "time";
    }

    @Override
    String form() {
        return "{\"control\":\"timeInput\",\"min\":\"08:00:00.000000\"}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ORDERED;
    }
}
