package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A key of a few; that it is one of them says its rule. */
class RadioTypeTest extends FieldTypeConformance {

    RadioTypeTest() {
        super("type: radio, options: { NO: Norway, SE: Sweden, \"it's\": Apostrophe, 7: Seven }");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(Map.entry("\"NO\"", "\"NO\""), Map.entry("\"it's\"", "\"it's\""));
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
        return List.of("a\0");
    }

    @Override
    String column() {
        return "varchar(100) COLLATE \"C\"";
    }

    @Override
    String form() {
        return "{\"control\":\"radioGroup\",\"options\":[{\"value\":\"NO\",\"label\":\"Norway\"},{\"value\":\"SE\",\"label\":\"Sweden\"},{\"value\":\"it's\",\"label\":\"Apostrophe\"},{\"value\":\"7\",\"label\":\"Seven\"}]}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.CHOICE;
    }
}
