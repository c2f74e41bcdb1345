package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

class ImportsDocumentIT {

    @Test
    void every_command_of_the_documents_on_imports_and_writes_gives_the_answer_that_stands_there() throws Exception {
        List<Transcript.Step> steps = Transcript.read(Path.of("src/doc/imports.md"));
        assertThat(steps).hasSizeGreaterThan(10);
        List<Transcript.Step> writes = Transcript.read(Path.of("src/doc/writes.md"));
        assertThat(writes).hasSizeGreaterThanOrEqualTo(3);
        try (Server server = Server.builder("imports-document").build().start()) {
            Transcript.replay(steps, server);
            Transcript.replay(writes, server);
        }
    }
}
