package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cells of CSV come back as they were, whatever is in them. */
class CsvCellsTest {

    private static final String SIGNS = "'=+-@\t\r\n;\\, \"a1";

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return text.toString();
    }

    @Test
    void every_text_comes_back_as_it_was_and_none_begins_like_a_formula() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            String text = text(random);
            String cell = CsvCells.guard(text);
            assertThat(CsvCells.unguard(cell)).as("seed %s", seed).isEqualTo(text);
            assertThat(cell).as("seed %s", seed).doesNotStartWith("=").doesNotStartWith("+");
            assertThat(cell).as("seed %s", seed).doesNotStartWith("-").doesNotStartWith("@");
            assertThat(cell).as("seed %s", seed).doesNotMatch("(?s)[\\t\\r\\n].*");
        }
    }

    @Test
    void an_apostrophe_of_its_own_stays() {
        assertThat(CsvCells.guard("'quoted'")).isEqualTo("'quoted'");
        assertThat(CsvCells.unguard("'quoted'")).isEqualTo("'quoted'");
        assertThat(CsvCells.guard("=1")).isEqualTo("'=1");
        assertThat(CsvCells.guard("'=1")).isEqualTo("''=1");
        assertThat(CsvCells.unguard("'=1")).isEqualTo("=1");
        assertThat(CsvCells.unguard("=1")).isEqualTo("=1");
    }

    @Test
    void null_and_the_empty_text_are_written_differently() {
        StringBuilder line = new StringBuilder();
        for (String cell : new String[] {null, "", "a", "a,b", "a\"b", "a\nb"}) {
            CsvCells.append(line, cell);
            line.append('|');
        }
        assertThat(line).hasToString("|\"\"|a|\"a,b\"|\"a\"\"b\"|\"a\nb\"|");
    }

    @Test
    void ids_of_links_come_back_from_one_cell_whatever_is_in_them() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            List<Object> ids = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                String id = text(random).replaceAll("[\\\\\\t\\r\\n]", "");
                if (!id.isEmpty()) {
                    ids.add(id);
                }
            }
            assertThat(LinkCell.read(LinkCell.write(ids))).as("seed %s", seed).isEqualTo(ids);
        }
        assertThat(LinkCell.read("")).isEmpty();
        assertThat(LinkCell.read(" a ; b;c;")).containsExactly("a", "b", "c", "");
    }
}
