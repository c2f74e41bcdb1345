package org.statehouse.doc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.statehouse.metadata.CatalogReader;
import org.statehouse.metadata.MetadataFiles;
import org.statehouse.testkit.Server;

class ReadmeIT {

    private static final Path README = Path.of("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)[^)]*\\)");
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

    @Test
    void every_command_of_the_readme_gives_the_answer_that_stands_there() throws Exception {
        List<Transcript.Step> steps = Transcript.read(README);
        assertThat(steps).hasSizeGreaterThanOrEqualTo(8);
        Map<String, String> real = new HashMap<>();
        try (Server server = Server.builder("readme").build().start()) {
            for (Transcript.Step step : steps) {
                String url = "http://localhost:" + server.port();
                String command =
                        substituted(step.command().replace("localhost:8080", "localhost:" + server.port()), real);
                String expected = Transcript.form(step.answer());
                // Only what waits for a job may take several tries: a command that writes is run once.
                String answer = command.contains("/api/jobs/")
                        ? Awaitility.await()
                                .atMost(Duration.ofSeconds(30))
                                .until(() -> Transcript.run(command, url), text -> !text.contains("\"running\""))
                        : Transcript.run(command, url);
                assertThat(Transcript.form(answer)).as(step.command()).isEqualTo(expected);
                real.putAll(Transcript.jobs(step.answer(), answer));
            }
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

    private static String substituted(String command, Map<String, String> real) {
        String text = command;
        for (Map.Entry<String, String> entry : real.entrySet()) {
            text = text.replace(entry.getKey(), entry.getValue());
        }
        return text;
    }
}
