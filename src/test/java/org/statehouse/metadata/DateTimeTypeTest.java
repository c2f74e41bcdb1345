package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A point in time with its offset, kept in UTC to the microsecond. */
class DateTimeTypeTest extends FieldTypeConformance {

    DateTimeTypeTest() {
        super("type: dateTime");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"2024-02-29T13:45:00Z\"", "\"2024-02-29T13:45:00.000000Z\""),
                Map.entry("\"2024-02-29t13:45:00z\"", "\"2024-02-29T13:45:00.000000Z\""),
                Map.entry("\"2024-03-31T02:30:00.25+01:00\"", "\"2024-03-31T01:30:00.250000Z\""),
                Map.entry("\"2024-01-01T00:00:00.123456-23:59\"", "\"2024-01-01T23:59:00.123456Z\""),
                Map.entry("\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00.000000Z\""),
                Map.entry("\"9999-12-31T23:59:59.999999Z\"", "\"9999-12-31T23:59:59.999999Z\""),
                Map.entry("\"1883-11-18T12:00:00-00:00\"", "\"1883-11-18T12:00:00.000000Z\""));
    }

    @Override
    List<String> refused() {
        return List.of(
                "\"2024-02-29T13:45:00\"",
                "\"2024-02-29 13:45:00Z\"",
                "\"2024-02-29T13:45Z\"",
                "\"2024-02-29\"",
                "\"2024-02-29T13:45:00.1234567Z\"",
                "\"2024-02-29T13:45:00.Z\"",
                "\"2024-02-29T24:00:00Z\"",
                "\"2024-02-29T13:60:00Z\"",
                "\"2016-12-31T23:59:60Z\"",
                "\"2023-02-29T00:00:00Z\"",
                "\"2024-02-29T13:45:00+24:00\"",
                "\"2024-02-29T13:45:00+0100\"",
                "\"0001-01-01T00:00:00+00:01\"",
                "\"9999-12-31T23:59:59-00:01\"",
                "\"2024-02-29T13:45:00Z[UTC]\"",
                "\"\"",
                "1709214300",
                "\" 2024-02-29T13:45:00Z\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("2024-02-29T13:45:00Z", "\"2024-02-29T13:45:00.000000Z\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "now", "2024-02-29T13:45:00");
    }

    @Override
    String column() {
        return "timestamptz";
    }

    @Override
    String form() {
        return "{\"control\":\"dateTimeInput\"}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ORDERED;
    }
}
