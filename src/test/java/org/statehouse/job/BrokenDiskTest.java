package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that the disk gives in part: that is never said to be a fault of their text. */
class BrokenDiskTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // the runner sets it
    Path folder;

    /** A text, and after it an error of the disk: a folder can be opened, but not read. */
    private InputStream broken(String text) throws IOException {
        return new SequenceInputStream(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Files.newInputStream(folder));
    }

    private static void fails(RowSource rows) throws IOException {
        try (rows) {
            assertThatThrownBy(() -> {
                        while (rows.next() != null) {
                            assertThat(rows.size()).isPositive();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UnreadableFile.class);
        }
    }

    @Test
    void an_error_of_the_disk_is_not_taken_for_an_open_quote() throws IOException {
        fails(new CsvRows(broken("id,name\n1,One\n2,\"Tw"), Set.of("id", "name")));
    }

    @Test
    void an_error_of_the_disk_is_not_taken_for_the_end_of_the_lines() throws IOException {
        fails(new NdjsonRows(broken("{\"id\":1}\n{\"id\"")));
    }
}
