package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.statehouse.guarantee.FeedPromises.Heard;
import org.statehouse.guarantee.FeedPromises.Message;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * A storm of followers that lose their connections and go on over other transports and at other nodes, while writers create,
 * change, delete, are refused and import. What each of them heard is held against the log.
 */
final class FeedStorm {

    private static final int WRITERS = 4;
    private static final int ROUNDS = 40;
    private static final long FIRST = 9_000_000;
    private static final long LAST = 9_999_999;
    private static final String WANTED = "wanted";
    private static final String FILTER = "{\"name\":\"" + WANTED + "\"}";

    private final List<Server> nodes;
    private final int followers;
    private final long seed = Long.getLong("statehouse.test.seed", System.nanoTime());

    /** @param nodes of one database, which have the model {@code genre} */
    FeedStorm(List<Server> nodes, int followers) {
        this.nodes = nodes;
        this.followers = followers;
    }

    private Server node(int number) {
        return nodes.get(number % nodes.size());
    }

    /** Fails with the promise that was broken. */
    void rage() throws Exception {
        String start = node(0).http()
                .get("/api/changes?since=now")
                .send()
                .json()
                .path("cursor")
                .asText();
        ExecutorService threads = Executors.newFixedThreadPool(followers + WRITERS);
        try {
            List<Listener> listeners = new ArrayList<>();
            List<Future<List<Message>>> heard = new ArrayList<>();
            for (int i = 0; i < followers; i++) {
                Listener listener = new Listener(nodes, start, i % 2 == 0 ? "" : FILTER, new Random(seed + i), LAST);
                listeners.add(listener);
                heard.add(threads.submit(listener));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(writer)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            importMany();
            created(node(0), LAST, WANTED);
            List<JsonNode> log = log(start);
            List<Heard> truth = log.stream().map(Listener::heard).toList();
            List<Heard> matching = matching(log);
            for (int i = 0; i < followers; i++) {
                List<Message> messages = heard.get(i).get();
                if (i % 2 == 0) {
                    FeedPromises.validate(truth, messages);
                } else {
                    FeedPromises.filter(matching, FeedPromises.all(messages));
                }
            }
            int connections = listeners.stream().mapToInt(Listener::connections).sum();
            System.out.printf(
                    "seed %d: %d changes, %d followers on %d connections: 0 lost, 0 twice, 0 out of order%n",
                    seed, truth.size(), followers, connections);
            assertThat(connections).isGreaterThan(followers * 2);
        } finally {
            threads.shutdownNow();
        }
    }

    private void write(int writer) {
        Random random = new Random(seed - writer - 1);
        for (int round = 0; round < ROUNDS; round++) {
            long id = FIRST + writer * 1_000L + round;
            created(node(round), id, random.nextBoolean() ? WANTED : "other");
            long version = 1;
            for (int i = random.nextInt(3); i > 0; i--) {
                String name = random.nextBoolean() ? WANTED : "other " + i;
                version = patched(node(round + i), id, version, name);
                assertThat(patch(node(round), id, version + 5, "refused")).isEqualTo(412);
            }
            if (random.nextBoolean()) {
                assertThat(node(round + 1)
                                .http()
                                .delete("/api/records/genre/" + id)
                                .ifMatch(version)
                                .send()
                                .status())
                        .isEqualTo(204);
            }
        }
    }

    private static void created(Server server, long id, String name) {
        assertThat(server.http()
                        .post("/api/records/genre")
                        .json(Map.of("id", id, "name", name))
                        .send()
                        .status())
                .isEqualTo(201);
    }

    /** The version after it: the same where the name was that one already. */
    private static long patched(Server server, long id, long version, String name) {
        Http.Answer answer = server.http()
                .patch("/api/records/genre/" + id)
                .ifMatch(version)
                .body("application/merge-patch+json", "{\"name\":\"" + name + "\"}")
                .send();
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("version").asLong();
    }

    private static int patch(Server server, long id, long version, String name) {
        return server.http()
                .patch("/api/records/genre/" + id)
                .ifMatch(version)
                .body("application/merge-patch+json", "{\"name\":\"" + name + "\"}")
                .send()
                .status();
    }

    /** Many records in one transaction. */
    private void importMany() {
        Server server = node(1);
        StringBuilder rows = new StringBuilder();
        for (long id = FIRST + 500_000; id < FIRST + 500_060; id++) {
            String name = id % 3 == 0 ? WANTED : "other";
            rows.append("{\"id\":")
                    .append(id)
                    .append(",\"name\":\"")
                    .append(name)
                    .append("\"}\n");
        }
        Http.Answer accepted = server.http()
                .post("/api/records/genre/import")
                .body("application/x-ndjson", rows.toString())
                .send();
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        String job = URI.create(accepted.header("Location").orElseThrow()).getPath();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.http().get(job).send().text().contains("\"done\""));
    }

    private List<JsonNode> log(String start) {
        Server server = node(0);
        List<JsonNode> all = new ArrayList<>();
        String cursor = start;
        JsonNode page;
        do {
            page = server.http()
                    .get("/api/changes?models=genre&limit=1000&since=" + cursor)
                    .send()
                    .json();
            page.path("changes").forEach(all::add);
            cursor = page.path("cursor").asText();
        } while (page.path("more").asBoolean()
                || all.stream().noneMatch(change -> change.path("id").asLong() == LAST));
        return all;
    }

    /** What one had to hear who wants the records of one name: written down a second time. */
    private static List<Heard> matching(List<JsonNode> log) {
        Set<Long> among = new HashSet<>();
        List<Heard> matching = new ArrayList<>();
        for (JsonNode change : log) {
            Heard heard = Listener.heard(change);
            boolean was = among.contains(heard.record());
            JsonNode name = change.path("changes").path("name");
            boolean gone = heard.op().equals("delete");
            boolean is = !gone && (name.isMissingNode() ? was : name.asText().equals(WANTED));
            if (is) {
                among.add(heard.record());
            } else {
                among.remove(heard.record());
            }
            String op = was == is || gone || heard.op().equals("create") ? heard.op() : is ? "enter" : "leave";
            if (was || is) {
                matching.add(new Heard(heard.cursor(), heard.record(), heard.version(), op));
            }
        }
        return matching;
    }
}
