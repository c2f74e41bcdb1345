package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** An e-mail address is a text; that it is an address says its rule. */
class EmailTypeTest extends FieldTypeConformance {

    EmailTypeTest() {
        super("type: email, normalize: [lower]");
    }

    @Override
    Map<String, String> taken() {
        return Map.ofEntries(Map.entry("\"User@Example.COM\"", "\"user@example.com\""));
    }

    @Override
    List<String> refused() {
        return List.of("1", "\"a\\u0000@b.de\"");
    }

    @Override
    Map<String, String> texts() {
        return Map.ofEntries(Map.entry("A@b.de", "\"a@b.de\""));
    }

    @Override
    List<String> refusedTexts() {
        return List.of("\0");
    }

    @Override
    String column() {
        return "varchar(254) COLLATE \"C\"";
    }

    @Override
    String form() {
        return "{\"control\":\"emailInput\",\"maxLength\":254}";
    }

    @Override
    Set<Operator> operators() {
        return Operator.TEXT;
    }
}
