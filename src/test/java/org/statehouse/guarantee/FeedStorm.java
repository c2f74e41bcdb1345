package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * A storm of followers that lose their connections and go on over other transports and at other nodes, while writers create,
 * change, delete with all that hangs on it, are refused and import, and another model is published again and again. What each
 * of them heard is held against the log.
 */
final class FeedStorm {

    private static final int WRITERS = 4;
    private static final int ROUNDS = 25;
    private static final int PUBLICATIONS = 6;
    private static final int MAX_BRANCHES = 4;
    /** What the ids of a genre and of the next one that hangs on it are apart. */
    private static final long BRANCH = 10_000;

    private static final String GENRE = """
            model: genre
            id: { type: integer, assigned: client }
            fields:
              name: { type: text }
              parent: { type: reference, model: genre, onDelete: cascade }
            """;
    private static final String SHELF = """
            model: shelf
            fields:
              name: { type: text }
            """;
    private static final long FIRST = 9_000_000;
    private static final long LAST = 9_999_999;
    private static final String WANTED = "wanted";
    private static final String FILTER = "{\"name\":\"" + WANTED + "\"}";

    private final List<Server> nodes;
    private final Path models;
    private final int followers;
    private final long seed = Long.getLong("statehouse.test.seed", System.nanoTime());

    /**
     * A storm.
     *
     * @param nodes of one database
     * @param models the folder of their metadata, as {@link #models} has made it
     */
    FeedStorm(List<Server> nodes, Path models, int followers) {
        this.nodes = nodes;
        this.models = models;
        this.followers = followers;
    }

    /** A new folder with the models of a storm. */
    static Path models() throws IOException {
        Path folder = Folders.create("storm-models");
        Path files = Files.createDirectories(folder.resolve("genres"));
        Files.writeString(files.resolve("genre.yaml"), GENRE);
        Files.writeString(files.resolve("shelf.yaml"), SHELF);
        return folder;
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
        ExecutorService threads = Executors.newFixedThreadPool(followers + WRITERS + 1);
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
            writers.add(threads.submit(this::publish));
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
            int branches = random.nextInt(MAX_BRANCHES);
            for (int i = 1; i <= branches; i++) {
                hang(node(round + i), id + i * BRANCH, id + (i - 1) * BRANCH, random.nextBoolean() ? WANTED : "other");
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

    /** Publishes a model that nobody here follows, with a field more each time. */
    private Void publish() throws IOException {
        StringBuilder shelf = new StringBuilder(SHELF);
        for (int i = 1; i <= PUBLICATIONS; i++) {
            shelf.append("  field").append(i).append(": { type: integer }\n");
            Files.writeString(models.resolve("genres/shelf.yaml"), shelf);
            Http.Answer answer =
                    node(i).http().post("/api/metadata/reload").json(Map.of()).send();
            assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        }
        return null;
    }

    private static void created(Server server, long id, String name) {
        create(server, Map.of("id", id, "name", name));
    }

    private static void hang(Server server, long id, long parent, String name) {
        create(server, Map.of("id", id, "name", name, "parent", parent));
    }

    private static void create(Server server, Map<String, Object> genre) {
        Http.Answer answer =
                server.http().post("/api/records/genre").json(genre).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
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
