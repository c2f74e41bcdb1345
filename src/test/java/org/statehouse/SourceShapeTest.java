package org.statehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every source file must look like, whatever is in it. */
class SourceShapeTest {
    private static final int MAX_LINES = 400;
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
    private static final Pattern SKIPPED = Pattern.compile(
            "@(Disabled|Enabled)\\w*\\b|\\bassum(e|ing)(True|False|That)\\s*\\(|junit\\.jupiter\\.api\\.Assumptions");
    private static final Pattern SLEEP = Pattern.compile("Thread\\.sleep|TimeUnit\\.\\w+\\.sleep");

    @Test
    void no_source_file_is_longer_than_400_lines() {
        assertThat(sources("src", ".java", ".ts", ".tsx", ".css"))
                .allSatisfy(file -> assertThat(read(file).lines().count())
                        .as("lines of %s", file)
                        .isLessThanOrEqualTo(MAX_LINES));
    }

    @Test
    void nothing_is_left_unfinished() {
        assertThat(sources("src", ".java", ".ts", ".tsx", ".sql", ".yaml", ".xml", ".md"))
                .allSatisfy(file -> assertThat(read(file)).as("%s", file).doesNotContainPattern(UNFINISHED));
    }

    @Test
    void no_test_is_skipped() {
        assertThat(tests())
                .allSatisfy(file -> assertThat(read(file)).as("%s", file).doesNotContainPattern(SKIPPED));
    }

    @Test
    void no_test_sleeps() {
        assertThat(tests())
                .allSatisfy(file -> assertThat(read(file)).as("%s", file).doesNotContainPattern(SLEEP));
    }

    @Test
    void every_package_says_what_it_is_and_is_null_marked() {
        List<Path> folders = sources("src/main/java", ".java").stream()
                .map(Path::getParent)
                .distinct()
                .toList();
        assertThat(folders).allSatisfy(folder -> {
            Path description = folder.resolve("package-info.java");
            assertThat(description).exists();
            assertThat(read(description)).as("%s", description).contains("@NullMarked", "/**");
        });
    }

    private static List<Path> tests() {
        return sources("src/test/java", ".java").stream()
                .filter(file -> !file.endsWith("SourceShapeTest.java"))
                .toList();
    }

    private static List<Path> sources(String folder, String... endings) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
