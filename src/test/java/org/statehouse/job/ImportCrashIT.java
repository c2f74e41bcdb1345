package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** Imports whose server or database dies in the middle: they go on where they were, and no row is lost or written twice. */
class ImportCrashIT {

    private static final int ROWS = 30_000;

    /** Every so many rows one is bad: its text is missing. */
    private static final int BAD_EVERY = 1_000;

    private static final int BAD = ROWS / BAD_EVERY;
    private static final Server SERVER = ImportServer.builder("import-crash").build();

    private final ImportClient imports = new ImportClient(SERVER);

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static byte[] file(int first) {
        StringBuilder lines = new StringBuilder();
        for (int row = 1; row <= ROWS; row++) {
            String text = row % BAD_EVERY == 0 ? "" : ",\"text\":\"row " + row + "\"";
            lines.append("{\"number\":").append(first + row).append(text).append("}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends a file, and returns when some batches of it are written and others not. */
    private String underWay(int first) {
        String id = imports.begin("line", ImportClient.NDJSON, file(first));
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> imports.job(id).get("processed").asLong() > 0);
        assertThat(imports.job(id).get("status").asText()).isEqualTo("running");
        return id;
    }

    private void endsComplete(String id, int first) throws SQLException {
        JsonNode job = imports.ended(id);
        assertThat(ImportClient.outcome(job)).isEqualTo("done " + (ROWS - BAD) + " written " + BAD + " failed");
        assertThat(job.get("total").asInt()).isEqualTo(ROWS);
        int bad = 0;
        for (JsonNode error : imports.errors(id)) {
            bad += BAD_EVERY;
            assertThat(ImportClient.fault(error)).isEqualTo(bad + " text required");
        }
        assertThat(bad).isEqualTo(BAD * BAD_EVERY);
        String numbers = " WHERE number BETWEEN " + (first + 1) + " AND " + (first + ROWS);
        assertThat(count("SELECT count(*) FROM line" + numbers)).isEqualTo(ROWS - BAD);
        assertThat(count("SELECT count(*) FROM statehouse.change_log c JOIN line l ON c.record_id = l.id::text AND"
                        + " c.model = (SELECT model FROM statehouse.change_log WHERE model IS NOT NULL LIMIT 1)"
                        + numbers))
                .as("changes of these records in the log")
                .isEqualTo(ROWS - BAD);
        assertThat(count("SELECT count(*) FROM statehouse.change_log WHERE model IS NOT NULL"))
                .as("changes in the log, of all records")
                .isEqualTo(count("SELECT count(*) FROM line"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.notExists(SERVER.data().resolve("imports").resolve(id + ".import")));
    }

    private static long count(String sql) throws SQLException {
        try (Connection connection = SERVER.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    @Test
    void an_import_goes_on_after_the_server_was_killed() throws SQLException {
        String id = underWay(1_000_000);
        SERVER.kill();
        SERVER.start();
        endsComplete(id, 1_000_000);
    }

    @Test
    void an_import_goes_on_after_the_server_was_stopped_and_a_finished_one_stays_readable() throws SQLException {
        String finished = imports.begin(
                "line", ImportClient.NDJSON, "{\"number\":1}\n{\"number\":2}".getBytes(StandardCharsets.UTF_8));
        String before = imports.ended(finished).toString();
        String id = underWay(2_000_000);
        SERVER.stop();
        SERVER.start();
        endsComplete(id, 2_000_000);
        assertThat(imports.job(finished).toString()).isEqualTo(before).contains("\"status\":\"done\"", "\"text\"");
        assertThat(imports.errors(finished)).hasSize(2);
    }

    @Test
    void an_import_goes_on_after_the_database_was_killed() throws SQLException {
        String id = underWay(3_000_000);
        SERVER.database().pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
        endsComplete(id, 3_000_000);
    }

    @Test
    void an_import_whose_file_is_gone_ends_as_failed_and_says_at_which_line() throws IOException, SQLException {
        String id = underWay(4_000_000);
        SERVER.kill();
        Files.delete(SERVER.data().resolve("imports").resolve(id + ".import"));
        SERVER.start();
        JsonNode job = imports.ended(id);
        assertThat(job.get("status").asText()).isEqualTo("failed");
        assertThat(job.get("line").asLong())
                .isPositive()
                .isEqualTo(job.get("processed").asLong());
        assertThat(job.get("message").asText()).contains("no longer", "line " + job.get("line"));
        assertThat(count("SELECT count(*) FROM line WHERE number > 4000000"))
                .isEqualTo(job.get("written").asLong());
    }

    @Test
    void an_import_whose_imports_folder_was_lost_ends_as_failed_and_the_server_takes_others() throws IOException {
        String id = underWay(6_000_000);
        SERVER.kill();
        Path folder = SERVER.data().resolve("imports");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        SERVER.start();
        JsonNode job = imports.ended(id);
        assertThat(job.get("status").asText()).isEqualTo("failed");
        assertThat(job.get("message").asText()).contains("no longer", "line " + job.get("line"));
        assertThat(ImportClient.outcome(imports.ndjson("line", "{\"number\":7000000,\"text\":\"next\"}")))
                .isEqualTo("done 1 written 0 failed");
    }

    @Test
    void an_import_whose_statement_was_cancelled_is_tried_again() throws SQLException {
        String blocked =
                "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO%'";
        String id;
        try (Connection holder = SERVER.dataSource().getConnection();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE line IN SHARE ROW EXCLUSIVE MODE");
            id = imports.begin("line", ImportClient.NDJSON, file(5_000_000));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> count("SELECT count(*) FROM (" + blocked + ") waiting") == 1);
            assertThat(count("SELECT count(pg_cancel_backend(pid)) FROM (" + blocked + ") waiting"))
                    .isEqualTo(1);
            holder.rollback();
        }
        endsComplete(id, 5_000_000);
    }
}
