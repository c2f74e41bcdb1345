package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A whole number of 64 bits; beyond 2^53 - 1 a string in JSON. */
class IntegerTypeTest extends FieldTypeConformance {

    IntegerTypeTest() {
        super("type: integer");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("0", "0"),
                Map.entry("-1", "-1"),
                Map.entry("-0", "0"),
                Map.entry("9007199254740991", "9007199254740991"),
                Map.entry("9007199254740992", "\"9007199254740992\""),
                Map.entry("\"9007199254740993\"", "\"9007199254740993\""),
                Map.entry("-9007199254740992", "\"-9007199254740992\""),
                Map.entry("9223372036854775807", "\"9223372036854775807\""),
                Map.entry("\"-9223372036854775808\"", "\"-9223372036854775808\""));
    }

    @Override
    List<String> refused() {
        return List.of(
                "1.0",
                "1.5",
                "1e3",
                "1e400000",
                "\"5\"",
                "\"9007199254740991\"",
                "9223372036854775808",
                "-9223372036854775809",
                "\"9223372036854775808\"",
                "\"abc\"",
                "\"\"",
                "true",
                "\"1e30\"",
                "\" 9007199254740993\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(
                Map.entry("5", "5"), Map.entry("-7", "-7"), Map.entry("9007199254740993", "\"9007199254740993\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "5.0", "+5", "05", "-0", " 5", "0x10", "1_000", "9223372036854775808", "٣");
    }

    @Override
    String column() {
        return "bigint";
    }

    @Override
    String form() {
        return "{\"control\":\"numberInput\",\"step\":1}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ORDERED;
    }
}
