package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.metadata.CatalogReader;
import org.statehouse.metadata.MetadataFiles;
import org.statehouse.testkit.Server;

class ReadmeIT {

    private static final Path README = Path.of("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)[^)]*\\)");
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    /** The place of the watcher that the readme starts. */
    @BeforeEach
    @AfterEach
    void forget() throws IOException {
        Files.deleteIfExists(Path.of("watched-artist.cursor"));
    }

    @Test
    void every_command_of_the_readme_gives_the_answer_that_stands_there() throws Exception {
        List<Transcript.Step> steps = Transcript.read(README);
        assertThat(steps).hasSizeGreaterThanOrEqualTo(8);
        try (Server server = Server.builder("readme").build().start()) {
            Transcript.replay(steps, server);
        }
    }

    @Test
    void the_models_of_the_readme_are_models() throws Exception {
        Matcher models = YAML.matcher(Files.readString(README));
        int count = 0;
        while (models.find()) {
            CatalogReader.read(MetadataFiles.of(Map.of("readme/customer.yaml", models.group(1))));
            count++;
        }
        assertThat(count).isEqualTo(1);
    }

    @Test
    void every_link_of_the_readme_leads_somewhere() throws Exception {
        Matcher links = LINK.matcher(Files.readString(README));
        int count = 0;
        while (links.find()) {
            assertThat(Path.of(links.group(1))).as(links.group(1)).exists();
            count++;
        }
        assertThat(count).isGreaterThan(10);
    }
}
