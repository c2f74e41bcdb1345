package org.statehouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.statehouse.testkit.PostgresServer;

/** Texts without regard to case mean the same in Java and in PostgreSQL. */
class FoldIT {

    @ParameterizedTest
    @CsvSource({
        "ABC, abc",
        "Ä, ä",
        "A\u0308, ä",
        "STRASSE, strasse",
        "ẞ, ß",
        "ΣΊΣΥΦΟΣ, σίσυφοσ",
        "σίσυφος, σίσυφοσ",
        "İI, ii",
        "ı, ı",
        "\u212a, k",
        "\ud801\udc00, \ud801\udc28",
        "%_\\, %_\\"
    })
    void a_text_is_folded_by_code_points_after_composition(String text, String folded) {
        assertThat(Fold.fold(text)).isEqualTo(folded);
    }

    @Test
    void postgresql_folds_every_letter_of_the_scripts_with_cases_as_java_does() throws SQLException {
        List<String> texts = new ArrayList<>(List.of("", "ΟΔΟΣ ΟΔΟΣ.", "I\u0307", "ÅÅ", "ﬁn ǅ"));
        IntStream.of(0x1, 0x80, 0x100, 0x180, 0x370, 0x400, 0x530, 0x1e00, 0x1f00, 0x2100, 0x24b0, 0xff00, 0x10400)
                .flatMap(start -> IntStream.range(start, start + 0x100))
                .filter(Character::isDefined)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .forEach(c -> texts.add("x" + Character.toString(c) + "\u0301"));
        List<String> folded = new ArrayList<>();
        try (Connection connection = PostgresServer.shared().dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT statehouse.fold(t) FROM unnest(?::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n")) {
            select.setArray(1, connection.createArrayOf("text", texts.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    folded.add(rows.getString(1));
                }
            }
        }
        assertThat(folded).isEqualTo(texts.stream().map(Fold::fold).toList());
    }
}
