package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A promise is worth what its test is: every test that a document names exists, and so does the method. */
class NamedTestsTest {

    private static final List<Path> DOCUMENTS =
            List.of(Path.of("README.md"), Path.of("src/doc/guarantees.md"), Path.of("src/doc/track-record.md"));
    private static final Pattern NAME =
            Pattern.compile("\\b([A-Z][A-Za-z0-9]+(?:Test|IT))(?:\\.([a-z][a-z0-9_]+))?\\b");

    @Test
    void every_test_that_a_document_names_exists() throws IOException {
        Set<String> classes;
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            classes = tests.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        Set<String> named = new HashSet<>();
        for (Path document : DOCUMENTS) {
            Matcher names = NAME.matcher(Files.readString(document));
            while (names.find()) {
                named.add(names.group(1));
                if (names.group(2) != null && !names.group(2).equals("java")) {
                    assertThat(source(names.group(1)))
                            .as(document + ": " + names.group())
                            .contains(names.group(2));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(classes).containsAll(named);
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            Path file = tests.filter(path -> path.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(file);
        }
    }
}
