package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A set of keys in the order of the options; that they are options says a rule. */
class MultiEnumTypeTest extends FieldTypeConformance {

    MultiEnumTypeTest() {
        super(
                "type: multiEnum, options: { B: Bee, A: Ay, \"it's\": Apostrophe, \"\\\"q\\\"\": Quote, \"back\\\\slash\": Back, \"{}\": Braces, \"NULL\": \"Null\" }, maxSelections: 5");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("[]", "[]"),
                Map.entry("[\"A\"]", "[\"A\"]"),
                Map.entry("[\"A\",\"B\"]", "[\"B\",\"A\"]"),
                Map.entry("[\"B\",\"A\"]", "[\"B\",\"A\"]"),
                Map.entry(
                        "[\"{}\",\"back\\\\slash\",\"\\\"q\\\"\",\"it's\"]",
                        "[\"it's\",\"\\\"q\\\"\",\"back\\\\slash\",\"{}\"]"),
                Map.entry("[\"NULL\"]", "[\"NULL\"]"));
    }

    @Override
    List<String> refused() {
        return List.of("\"A\"", "[\"A\",\"A\"]", "[null]", "[[\"A\"]]", "[1]", "[\"\\u0000\"]", "true");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("", "[]"), Map.entry("A,B", "[\"B\",\"A\"]"), Map.entry("A", "[\"A\"]"));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("A,A", "a\0");
    }

    @Override
    String column() {
        return "text[]";
    }

    @Override
    String form() {
        return "{\"control\":\"multiSelect\",\"options\":[{\"value\":\"B\",\"label\":\"Bee\"},{\"value\":\"A\",\"label\":\"Ay\"},{\"value\":\"it's\",\"label\":\"Apostrophe\"},{\"value\":\"\\\"q\\\"\",\"label\":\"Quote\"},{\"value\":\"back\\\\slash\",\"label\":\"Back\"},{\"value\":\"{}\",\"label\":\"Braces\"},{\"value\":\"NULL\",\"label\":\"Null\"}],\"maxSelections\":5}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.SET;
    }

    /** The empty array is the empty set. */
    @Override
    List<String> noValues() {
        return List.of("{}", "[1]", "{\"a\":1}");
    }
}
