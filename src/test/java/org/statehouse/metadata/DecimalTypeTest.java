package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** An exact decimal number that is never rounded. */
class DecimalTypeTest extends FieldTypeConformance {

    DecimalTypeTest() {
        super("type: decimal, precision: 10, scale: 2");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("1.5", "1.50"),
                Map.entry("\"1.5\"", "1.50"),
                Map.entry("1.500", "1.50"),
                Map.entry("0", "0.00"),
                Map.entry("-0.0", "0.00"),
                Map.entry("0e400000", "0.00"),
                Map.entry("1e2", "100.00"),
                Map.entry("\"1E+2\"", "100.00"),
                Map.entry("-12345678.99", "-12345678.99"),
                Map.entry("99999999.99", "99999999.99"),
                Map.entry("0.01", "0.01"));
    }

    @Override
    List<String> refused() {
        return List.of(
                "1.505",
                "0.001",
                "100000000",
                "1e400000",
                "-1e400000",
                "1e-400000",
                "\"1e999999999\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"1,5\"",
                "\"\"",
                "\" 1\"",
                "\"0x1\"",
                "\".5\"",
                "\"5.\"",
                "true",
                "\"1e9999999999\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("1.5", "1.50"), Map.entry("-0.10", "-0.10"));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "1.505", "abc", "1.5 ", "+1", "01", "1".repeat(1_200));
    }

    @Override
    String column() {
        return "numeric(10,2)";
    }

    @Override
    String form() {
        return "{\"control\":\"numberInput\",\"step\":0.01}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ORDERED;
    }
}
