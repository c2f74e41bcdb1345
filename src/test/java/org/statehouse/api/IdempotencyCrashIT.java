package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * Clients that send each write again with its key until they are answered, while server and database are killed: each write
 * is done once, and every client has the answer of the one time that it was done.
 */
class IdempotencyCrashIT {

    private static final int CLIENTS = 8;
    private static final int ENOUGH = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What is not known, not done, or not served just now: it is sent again. */
    private static final Set<Integer> AGAIN = Set.of(404, 409, 500, 503);

    private final Map<String, Http.Answer> answers = new ConcurrentHashMap<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void writes_that_are_repeated_through_kills_are_done_once_each() throws Exception {
        try (Server server = Server.builder("idempotency-crash")
                .metadata(RecordsServer.METADATA)
                .build()
                .start()) {
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int client = i;
                    clients.add(threads.submit(() -> write(server, client)));
                }
                awaitMore(clients);
                server.kill();
                server.start();
                awaitMore(clients);
                server.database().pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
                awaitMore(clients);
                server.kill();
                server.start();
                awaitMore(clients);
                enough.set(true);
                for (Future<?> client : clients) {
                    client.get();
                }
            } finally {
                threads.shutdownNow();
            }
            requireOnceEach(server);
        }
    }

    private void awaitMore(List<Future<?>> clients) {
        int before = answers.size();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        answers.size() >= before + ENOUGH || clients.stream().anyMatch(Future::isDone));
        assertThat(answers).hasSizeGreaterThanOrEqualTo(before + ENOUGH);
    }

    private void write(Server server, int client) {
        for (int number = 0; !enough.get(); number++) {
            String name = "client " + client + " write " + number;
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> tried(server, name));
        }
    }

    private boolean tried(Server server, String name) {
        Http.Answer answer;
        try {
            answer = send(server, name);
        } catch (UncheckedIOException cut) {
            return false;
        }
        if (AGAIN.contains(answer.status())) {
            return false;
        }
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        answers.put(name, answer);
        return true;
    }

    private static Http.Answer send(Server server, String name) {
        return server.http()
                .post("/api/records/sample")
                .header("Idempotency-Key", name.replace(' ', '-'))
                .body("application/json", "{\"name\":\"" + name + "\"}")
                .send();
    }

    private void requireOnceEach(Server server) throws SQLException {
        Map<String, String> ids = new ConcurrentHashMap<>();
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT name, id::text FROM sample")) {
                while (rows.next()) {
                    assertThat(ids.put(rows.getString(1), rows.getString(2)))
                            .as("%s is done once", rows.getString(1))
                            .isNull();
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(*), count(DISTINCT record_id) FROM statehouse.change_log WHERE op = 'create'")) {
                row.next();
                assertThat(row.getLong(1)).as("creates in the log").isEqualTo(ids.size());
                assertThat(row.getLong(2)).isEqualTo(ids.size());
            }
        }
        assertThat(ids.keySet())
                .as("every write is answered, and none else is done")
                .isEqualTo(answers.keySet());
        answers.forEach((name, answer) -> {
            assertThat(answer.json().path("id").asText()).isEqualTo(ids.get(name));
            Http.Answer again = send(server, name);
            assertThat(again.header("Idempotent-Replayed")).as(name).hasValue("true");
            assertThat(again.text()).as(name).isEqualTo(answer.text());
            assertThat(again.header("Statehouse-Position")).isEqualTo(answer.header("Statehouse-Position"));
        });
        System.out.println("IdempotencyCrashIT: " + answers.size() + " writes, "
                + answers.values().stream()
                        .filter(answer -> answer.header("Idempotent-Replayed").isPresent())
                        .count()
                + " answered by a repetition");
    }
}
