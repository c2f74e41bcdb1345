package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemType;

/** The page for readers and the table in the code say the same, and the server's pages are made of it. */
class ProblemsPageTest {
    private static final Path PAGE = Path.of("src/doc/problems.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static ProblemDocument document() throws IOException {
        return ProblemDocument.parse(Files.readString(PAGE));
    }

    @Test
    void the_page_has_one_row_for_each_problem_and_no_other() throws IOException {
        assertThat(document().entries().values().stream()
                        .map(entry -> List.of(entry.slug(), entry.status(), entry.again()))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> List.of(
                                type.slug(), Integer.toString(type.status()), ProblemDocument.word(type.retry())))
                        .toList());
    }

    @Test
    void every_row_says_what_it_means_and_what_to_do() throws IOException {
        assertThat(document().entries().values()).allSatisfy(entry -> {
            assertThat(entry.meaning()).as(entry.slug()).hasSizeGreaterThan(20);
            assertThat(entry.remedy()).as(entry.slug()).hasSizeGreaterThan(20);
            assertThat(entry.evidence())
                    .allSatisfy(evidence ->
                            assertThat(evidence.what()).as(entry.slug()).isNotBlank());
        });
        assertThat(document().introduction()).isNotEmpty();
    }

    @Test
    void the_document_is_packaged_as_it_is() throws IOException {
        assertThat(ProblemDocument.packaged()).isEqualTo(document());
    }

    @Test
    void every_member_that_the_code_gives_to_a_problem_is_explained() throws IOException {
        Set<String> explained = new TreeSet<>();
        document()
                .entries()
                .values()
                .forEach(entry -> entry.evidence().forEach(evidence -> {
                    Matcher names = CODE.matcher(evidence.members());
                    while (names.find()) {
                        explained.add(names.group(1));
                    }
                }));
        Pattern given = Pattern.compile("Problem\\s*\\.of\\([^;]*;");
        Pattern member = Pattern.compile("\\.with\\(\\s*\"([A-Za-z]+)\"");
        Set<String> members = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher problems = given.matcher(Files.readString(source));
                while (problems.find()) {
                    Matcher names = member.matcher(problems.group());
                    while (names.find()) {
                        members.add(names.group(1));
                    }
                }
            }
        }
        assertThat(members).hasSizeGreaterThan(10);
        assertThat(explained).containsAll(members);
    }

    @Test
    void a_row_that_is_neither_a_problem_nor_its_evidence_is_refused() {
        assertThatThrownBy(() -> ProblemDocument.parse("| `a` | `b` | c |")).hasMessageContaining("`b`");
        assertThatThrownBy(() -> ProblemDocument.parse("| `a` | 400 | never | x | y |\n| `a` | 400 | never | x | y |"))
                .hasMessageContaining("400");
    }

    @Test
    void text_of_the_document_is_text_in_html_and_code_is_code() {
        assertThat(ProblemHtml.inline("`a<b>` & \"c\" of *all* [queries](queries.md) `$1` `*`"))
                .isEqualTo("<code>a&lt;b&gt;</code> &amp; &quot;c&quot; of <em>all</em> queries <code>$1</code>"
                        + " <code>*</code>");
    }

    @Test
    void the_type_that_is_liked_best_is_given() {
        List<String> offered = List.of("text/html", "text/markdown", "application/json");
        record Row(String accept, String given) {}
        for (Row row : List.of(
                new Row("*/*", "text/html"),
                new Row("", "text/html"),
                new Row("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
                new Row("application/json", "application/json"),
                new Row("application/json;q=0.5, text/markdown;q=0.6", "text/markdown"),
                new Row("text/*, text/html;q=0.1", "text/markdown"),
                new Row("TEXT/MARKDOWN; charset=utf-8", "text/markdown"),
                new Row("*/*;q=0.1, text/html;q=0, text/markdown;q=0", "application/json"),
                new Row("image/png", "null"),
                new Row("*/*;q=0", "null"),
                new Row("text/html;q=2", "null"),
                new Row(";,;q=,/", "null"))) {
            assertThat(String.valueOf(Accepted.best(row.accept(), offered)))
                    .as(row.accept())
                    .isEqualTo(row.given());
        }
        assertThat(Accepted.best(null, offered)).isEqualTo("text/html");
    }
}
