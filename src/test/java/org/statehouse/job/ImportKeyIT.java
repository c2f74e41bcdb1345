package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** A file that is sent again with its Idempotency-Key is imported once. */
class ImportKeyIT {

    private static final String PATH = "/api/records/line/import";
    private static final int TWINS = 8;

    private final Server server = ImportServer.shared();
    private final ImportClient imports = new ImportClient(server);

    private Http.Answer send(String path, String key, String file) {
        return server.http()
                .post(path)
                .header("Idempotency-Key", key)
                .body(ImportClient.NDJSON, file)
                .send();
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static String file(int number) {
        return "{\"number\":" + number + ",\"text\":\"keyed\"}\n";
    }

    /** Files are deleted when their job has ended, or when they came for the second time. */
    private void requireNoFiles() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(spooled()).isEmpty());
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(server.data().resolve("imports"))) {
            return files.filter(path -> path.toString().endsWith(".import")).toList();
        }
    }

    @Test
    void twins_at_once_make_one_job() throws Exception {
        long jobs = count("SELECT count(*) FROM statehouse.job");
        ExecutorService threads = Executors.newFixedThreadPool(TWINS);
        List<Http.Answer> answers = new ArrayList<>();
        try {
            List<Future<Http.Answer>> sent = Stream.generate(
                            () -> threads.submit(() -> send(PATH, "import-twins", file(900_001))))
                    .limit(TWINS)
                    .toList();
            for (Future<Http.Answer> one : sent) {
                answers.add(one.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as("%s", answer).isEqualTo(202);
            assertThat(answer.text()).isEqualTo(answers.get(0).text());
            assertThat(answer.header("Location")).isEqualTo(answers.get(0).header("Location"));
        });
        assertThat(answers.stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(count("SELECT count(*) FROM statehouse.job")).isEqualTo(jobs + 1);
        String id = answers.get(0).json().path("id").asText();
        assertThat(ImportClient.outcome(imports.ended(id))).isEqualTo("done 1 written 0 failed");
        requireNoFiles();
        Http.Answer later = send(PATH, "import-twins", file(900_001));
        assertThat(later.text())
                .as("as it was when it began")
                .isEqualTo(answers.get(0).text());
        requireNoFiles();
    }

    @Test
    void another_file_or_other_parameters_under_the_same_key_are_refused() throws Exception {
        Http.Answer first = send(PATH, "import-other", file(900_002));
        assertThat(first.status()).isEqualTo(202);
        assertThat(ImportClient.outcome(imports.ended(first.json().path("id").asText())))
                .isEqualTo("done 1 written 0 failed");
        long jobs = count("SELECT count(*) FROM statehouse.job");
        for (Http.Answer refused : List.of(
                send(PATH, "import-other", file(900_003)),
                send(PATH + "?dryRun=true", "import-other", file(900_002)))) {
            assertThat(refused.status()).as("%s", refused).isEqualTo(422);
            assertThat(refused.json().path("slug").asText()).isEqualTo("idempotency-mismatch");
        }
        assertThat(count("SELECT count(*) FROM statehouse.job")).isEqualTo(jobs);
        requireNoFiles();
    }

    @Test
    void an_import_that_was_refused_is_tried_anew() throws Exception {
        assertThat(send("/api/records/nope/import", "import-again", file(900_004))
                        .status())
                .isEqualTo(404);
        assertThat(send(PATH + "?mode=upsert&by=text", "import-again", file(900_004))
                        .status())
                .isEqualTo(400);
        Http.Answer taken = send(PATH + "?mode=upsert&by=number", "import-again", file(900_004));
        assertThat(taken.status()).as("%s", taken).isEqualTo(202);
        assertThat(taken.json().path("mode").asText()).isEqualTo("upsert");
        assertThat(ImportClient.outcome(imports.ended(taken.json().path("id").asText())))
                .isEqualTo("done 1 written 0 failed");
    }
}
