package org.statehouse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step has its place in the code, and a test that strikes there. */
class FailpointTest {

    private static final String CODE = sources("src/main/java");
    private static final String TESTS = sources("src/test/java/org/statehouse/crash");

    @ParameterizedTest
    @EnumSource(Failpoint.class)
    void every_step_is_reached_by_the_server_and_struck_by_a_test(Failpoint step) {
        assertThat(CODE).contains("Failpoint." + step + ".reach()");
        assertThat(TESTS).contains("Failpoint." + step);
    }

    @ParameterizedTest
    @EnumSource(Failpoint.class)
    void nobody_is_held_where_no_test_has_named_a_folder(Failpoint step) {
        assertThat(System.getProperty("statehouse.failpoints")).isNull();
        step.reach();
    }

    @Test
    void the_file_that_arms_a_step_is_its_own() {
        assertThat(Failpoint.UNIT_WRITTEN.file()).isEqualTo("unit-written");
        assertThat(Arrays.stream(Failpoint.values()).map(Failpoint::file)).doesNotHaveDuplicates();
    }

    private static String sources(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).map(FailpointTest::read).collect(Collectors.joining("\n"));
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
