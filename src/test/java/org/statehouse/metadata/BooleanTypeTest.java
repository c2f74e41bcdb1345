package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** True or false, and no other words for them. */
class BooleanTypeTest extends FieldTypeConformance {

    BooleanTypeTest() {
        super("type: boolean");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(Map.entry("true", "true"), Map.entry("false", "false"));
    }

    @Override
    List<String> refused() {
        return List.of("0", "1", "\"true\"", "\"yes\"", "\"\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("true", "true"), Map.entry("false", "false"));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "TRUE", "True", "1", "0", "yes", "no", "on", " true");
    }

    @Override
    String column() {
        return "boolean";
    }

    @Override
    String form() {
        return "{\"control\":\"checkbox\"}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.ANY;
    }
}
