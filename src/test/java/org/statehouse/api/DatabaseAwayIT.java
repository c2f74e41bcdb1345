package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.PostgresServer;
import org.statehouse.testkit.Server;

/** PostgreSQL dies under load and comes back: clear answers while it is away, nothing lost, no restart of the server. */
class DatabaseAwayIT {
    private static final int CLIENTS = 4;

    @Test
    void says_so_while_the_database_is_away_and_goes_on_when_it_is_back() throws Exception {
        try (PostgresServer database = PostgresServer.start("away");
                Server server = Server.builder("away")
                        .metadata(RecordsServer.METADATA)
                        .environment("STATEHOUSE_DB_URL", database.url())
                        .environment("STATEHOUSE_DB_USER", database.user())
                        .environment("STATEHOUSE_DB_PASSWORD", database.password())
                        .build()
                        .start()) {
            Records records = new Records(server);
            String start = records.now();
            Map<Long, Integer> acknowledged = writeUntilKilled(server, database);
            assertThat(acknowledged).as("the load wrote before the kill").isNotEmpty();
            refusesReadsAndWrites(server);
            database.startAgain();
            await("works again without a restart")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> server.http().get("/api/records/order").send().status() == 200);
            acknowledged.forEach((id, group) -> assertThat(
                            records.get("order", id).path("group").asInt())
                    .as("Acknowledged is durable")
                    .isGreaterThanOrEqualTo(group));
            nothingHalfWritten(server, records, start);
            records.createNumbered("order", "\"select\":\"after\"");
        }
    }

    /** Clients count up until they are refused; gives the last number that was acknowledged, by record. */
    private static Map<Long, Integer> writeUntilKilled(Server server, PostgresServer database) throws Exception {
        AtomicBoolean refused = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<Map<Long, Integer>>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(pool.submit(() -> write(server, refused)));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.http()
                                    .get("/api/records/order?count=true")
                                    .send()
                                    .json()
                                    .path("total")
                                    .asInt()
                            == CLIENTS);
            database.kill();
            Map<Long, Integer> all = new TreeMap<>();
            for (Future<Map<Long, Integer>> client : clients) {
                all.putAll(client.get());
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<Long, Integer> write(Server server, AtomicBoolean refused) {
        long id = RecordsServer.number();
        Http.Answer answer = server.http()
                .post("/api/records/order")
                .body("application/json", "{\"id\":" + id + ",\"select\":\"x\",\"group\":0}")
                .send();
        int group = 0;
        while (answer.status() < 300 && !refused.get()) {
            group++;
            answer = server.http()
                    .patch("/api/records/order/" + id)
                    .header("If-Match", "*")
                    .body("application/json", "{\"group\":" + group + "}")
                    .send();
        }
        if (answer.status() >= 300) {
            group--;
            requireAway(answer);
        }
        refused.set(true);
        return group < 0 ? Map.of() : Map.of(id, group);
    }

    private static void requireAway(Http.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        Scenario.requireProblem(answer, "database-unavailable", answer.toString());
        assertThat(answer.header("Retry-After").orElse("")).matches("[1-9][0-9]*");
        assertThat(answer.text()).doesNotContain("Exception", "postgres", "127.0.0.1", "SELECT");
    }

    private static void refusesReadsAndWrites(Server server) {
        Http http = server.http();
        requireAway(http.get("/api/records/order").send());
        requireAway(http.get("/api/records/order/1").send());
        requireAway(http.get("/api/records/article/1/labels").send());
        requireAway(http.get("/api/changes").send());
        requireAway(http.post("/api/records/order")
                .body("application/json", "{\"id\":1,\"select\":\"x\"}")
                .send());
        requireAway(http.post("/api/records/ticket")
                .body("application/json", "{\"title\":\"x\"}")
                .send());
        requireAway(http.patch("/api/records/order/1")
                .header("If-Match", "*")
                .body("application/json", "{\"group\":1}")
                .send());
        requireAway(http.delete("/api/records/order/1").header("If-Match", "*").send());
        requireAway(http.put("/api/records/article/1/labels/x").send());
        assertThat(http.get("/api/records/nope").send().status())
                .as("what needs no database is answered")
                .isEqualTo(404);
    }

    /** Each record is in the log with every version it has had, up to the one it has. */
    private static void nothingHalfWritten(Server server, Records records, String start) {
        Map<Long, Long> last = new TreeMap<>();
        for (JsonNode change : records.since(start)) {
            long version = change.path("version").asLong();
            assertThat(version)
                    .as("No missed change")
                    .isEqualTo(last.getOrDefault(change.path("id").asLong(), 0L) + 1);
            last.put(change.path("id").asLong(), version);
        }
        JsonNode rows =
                server.http().get("/api/records/order?limit=1000").send().json().path("data");
        assertThat(rows).hasSize(last.size());
        rows.forEach(row -> assertThat(row.path("version").asLong())
                .as("No phantom, no missed change")
                .isEqualTo(last.get(row.path("id").asLong())));
    }
}
