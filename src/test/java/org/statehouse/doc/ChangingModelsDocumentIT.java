package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Server;

class ChangingModelsDocumentIT {

    @Test
    void every_command_of_the_page_on_changing_models_gives_the_answer_that_stands_there() throws Exception {
        Path files = Folders.create("changing-models");
        Folders.copy(Path.of("metadata"), files);
        List<Transcript.Step> steps = Transcript.read(Path.of("src/doc/changing-models.md")).stream()
                .map(step ->
                        new Transcript.Step(step.command().replace(" metadata/", " " + files + "/"), step.answer()))
                .toList();
        assertThat(steps).hasSizeGreaterThan(5);
        try (Server server =
                Server.builder("changing-models").metadata(files).build().start()) {
            Transcript.replay(steps, server);
        }
    }
}
