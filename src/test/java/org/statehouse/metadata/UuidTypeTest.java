package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** An identifier of any version. */
class UuidTypeTest extends FieldTypeConformance {

    UuidTypeTest() {
        super("type: uuid");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(
                Map.entry("\"01890a5d-ac96-774b-bcce-b302099a8057\"", "\"01890a5d-ac96-774b-bcce-b302099a8057\""),
                Map.entry("\"01890A5D-AC96-774B-BCCE-B302099A8057\"", "\"01890a5d-ac96-774b-bcce-b302099a8057\""),
                Map.entry("\"00000000-0000-0000-0000-000000000000\"", "\"00000000-0000-0000-0000-000000000000\""),
                Map.entry("\"ffffffff-ffff-ffff-ffff-ffffffffffff\"", "\"ffffffff-ffff-ffff-ffff-ffffffffffff\""));
    }

    @Override
    List<String> refused() {
        return List.of(
                "7",
                "true",
                "\"\"",
                "\"1-1-1-1-1\"",
                "\"01890a5d-ac96-774b-bcce-b302099a8057 \"",
                "\"{01890a5d-ac96-774b-bcce-b302099a8057}\"",
                "\"01890a5dac96774bbcceb302099a8057\"",
                "\"g1890a5d-ac96-774b-bcce-b302099a8057\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(
                Map.entry("01890a5d-ac96-774b-bcce-b302099a8057", "\"01890a5d-ac96-774b-bcce-b302099a8057\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("", "x", "01890a5d-ac96-774b-bcce-b302099a80570");
    }

    @Override
    String column() {
        return "uuid";
    }

    @Override
    String form() {
        return "{\"control\":\"textInput\",\"maxLength\":36}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.CHOICE;
    }
}
