package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of files that are to be imported. */
class SpoolTest {

    private static final int LIMIT = 1 << 10;

    @TempDir
    @SuppressWarnings("NullAway.Init") // the runner sets it
    Path folder;

    private Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }

    @Test
    void files_are_kept_until_no_job_needs_them() throws IOException {
        Spool spool = new Spool(folder, LIMIT);
        spool.keep("a", new ByteArrayInputStream(new byte[] {1, 2}));
        spool.keep("b", new ByteArrayInputStream(new byte[] {3}));
        spool.keepOnly(Set.of("a"));
        assertThat(files()).containsExactly("a.import");
        try (InputStream file = spool.open("a")) {
            assertThat(file.readAllBytes()).containsExactly(1, 2);
        }
    }
}
