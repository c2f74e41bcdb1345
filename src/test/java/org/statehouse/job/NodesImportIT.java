package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;
import org.statehouse.testkit.Statements;
import org.statehouse.testkit.TwoNodes;

/** Two nodes on one database: each has imports of its own. */
class NodesImportIT {

    private static final int ROWS = 30_000;

    private static TwoNodes nodes;
    private static int files;

    @BeforeAll
    static void start() {
        nodes = TwoNodes.apart("nodes", ImportServer.models("nodes"), Map.of("STATEHOUSE_NODE_LOST_AFTER", "3"));
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void what_is_written_on_one_node_is_read_on_the_other_at_once() {
        Http.Answer written = nodes.first()
                .http()
                .post("/api/records/tag")
                .body("application/json", "{\"id\": \"both\", \"label\": \"first\"}")
                .send();
        assertThat(written.status()).as("%s", written).isEqualTo(201);
        Http.Answer read = nodes.second()
                .http()
                .get("/api/records/tag/both")
                .header(
                        "Statehouse-Min-Position",
                        written.header("Statehouse-Position").orElse(""))
                .send();
        assertThat(read.json().path("label").asText()).isEqualTo("first");
    }

    @Test
    void a_start_of_one_node_leaves_the_imports_of_the_other_alone() {
        String id = underWay(nodes.first());
        nodes.second().restart();
        JsonNode job = new ImportClient(nodes.first()).ended(id);
        assertThat(ImportClient.outcome(job)).isEqualTo("done " + ROWS + " written 0 failed");
    }

    @Test
    void an_import_of_a_node_that_is_gone_ends_at_its_line_and_stays_so_when_the_node_comes_back() throws Exception {
        String id = underWay(nodes.first());
        nodes.first().kill();
        JsonNode job = new ImportClient(nodes.second()).ended(id);
        assertThat(job.get("status").asText()).isEqualTo("failed");
        assertThat(job.get("message").asText())
                .contains("rows after line " + job.get("line").asLong());
        assertThat(written())
                .as("rows that the job knows of")
                .isEqualTo(job.get("written").asLong());
        nodes.first().restart();
        assertThat(new ImportClient(nodes.first()).job(id)).isEqualTo(job);
        assertThat(written()).isEqualTo(job.get("written").asLong());
    }

    private static long written() throws SQLException {
        return Statements.number(nodes.dataSource(), "SELECT count(*) FROM line WHERE number > " + (files - 1) * ROWS);
    }

    /** Sends a file, and returns when some of it is written and the rest is not. */
    private static String underWay(Server node) {
        int first = files++ * ROWS;
        byte[] file = IntStream.rangeClosed(1, ROWS)
                .mapToObj(row -> "{\"number\":" + (first + row) + ",\"text\":\"row\"}")
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
        ImportClient imports = new ImportClient(node);
        String id = imports.begin("line", ImportClient.NDJSON, file);
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> imports.job(id).get("processed").asLong() > 0);
        return id;
    }
}
