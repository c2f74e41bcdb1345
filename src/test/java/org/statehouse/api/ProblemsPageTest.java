package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemType;

/** The page for readers and the table in the code say the same. */
class ProblemsPageTest {
    private static final Path PAGE = Path.of("src/doc/problems.md");

    @Test
    void the_page_has_one_row_for_each_problem_and_no_other() throws IOException {
        assertThat(rows().stream().map(row -> row.subList(0, 3)).toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> List.of(
                                "`" + type.slug() + "`",
                                Integer.toString(type.status()),
                                type.retry().name().toLowerCase(Locale.ROOT).replace('_', ' ')))
                        .toList());
    }

    @Test
    void every_row_says_what_it_means_and_what_to_do() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row).hasSize(5);
            assertThat(row.get(3)).as(row.get(0)).hasSizeGreaterThan(20);
            assertThat(row.get(4)).as(row.get(0)).hasSizeGreaterThan(20);
        });
    }

    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
                rows.add(Arrays.stream(cells).map(String::strip).toList());
            }
        }
        return rows;
    }
}
