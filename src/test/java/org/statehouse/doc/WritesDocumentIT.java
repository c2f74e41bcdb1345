package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

class WritesDocumentIT {

    @Test
    void every_command_of_the_document_on_writes_gives_the_answer_that_stands_there() throws Exception {
        List<Transcript.Step> steps = Transcript.read(Path.of("src/doc/writes.md"));
        assertThat(steps).hasSizeGreaterThanOrEqualTo(3);
        try (Server server = Server.builder("writes-document").build().start()) {
            Transcript.replay(steps, server);
        }
    }
}
