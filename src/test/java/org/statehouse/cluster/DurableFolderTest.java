package org.statehouse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFolderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // the runner sets it
    Path folder;

    @Test
    void a_text_that_was_kept_stays() throws IOException {
        Path name = folder.resolve("node");
        assertThat(DurableFolder.keep(name, "first")).isEqualTo("first");
        assertThat(DurableFolder.keep(name, "second")).isEqualTo("first");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(name);
        }
    }

    @Test
    void a_text_that_was_never_written_to_its_end_is_made_again() throws IOException {
        Path name = folder.resolve("node");
        Files.writeString(name, "");
        Files.writeString(folder.resolve("node.new"), "a longer name that was cut off");
        assertThat(DurableFolder.keep(name, "second")).isEqualTo("second");
        assertThat(Files.readString(name)).isEqualTo("second");
    }
}
