package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The id of another record, of the kind of its ids. */
class ReferenceTypeTest extends FieldTypeConformance {

    ReferenceTypeTest() {
        super("type: reference, model: target");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("1", "1"),
                Map.entry("\"1\"", "1"),
                Map.entry("-5", "-5"),
                Map.entry("9007199254740993", "9007199254740993"));
    }

    @Override
    List<String> refused() {
        return List.of("1.5", "\"abc\"", "\"\"", "true", "\"01\"", "9223372036854775808");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("7", "7"));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "x", "7.0");
    }

    @Override
    String column() {
        return "bigint";
    }

    @Override
    String form() {
        return "{\"control\":\"referenceSelect\",\"model\":\"target\"}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.CHOICE;
    }
}
