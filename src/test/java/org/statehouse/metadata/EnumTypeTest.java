package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A key; that it is one of the options says its rule. */
class EnumTypeTest extends FieldTypeConformance {

    EnumTypeTest() {
        super("type: enum, options: { NO: Norway, \"it's\": Apostrophe, 7: Seven }");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"NO\"", "\"NO\""), Map.entry("\"it's\"", "\"it's\""), Map.entry("\"7\"", "\"7\""));
    }

    @Override
    List<String> refused() {
        return List.of("7", "false", "\"\\u0000\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("NO", "\"NO\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("\0");
    }

    @Override
    String column() {
        return "varchar(100) COLLATE \"C\"";
    }

    @Override
    String form() {
        return "{\"control\":\"select\",\"options\":["
                + "{\"value\":\"NO\",\"label\":\"Norway\"},{\"value\":\"it's\",\"label\":\"Apostrophe\"},{\"value\":\"7\",\"label\":\"Seven\"}]}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.CHOICE;
    }
}
