package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/**
 * Followers that begin with a snapshot at any moment while others write, lose their connections, and go on or begin anew.
 * What each of them has made of it is held against the table.
 */
class SnapshotWorkloadIT {

    private static final String PROMISE =
            "A snapshot and what follows it are the records as they are: no gap and no overlap between them";
    private static final int FOLLOWERS = 40;
    private static final int WRITERS = 4;
    private static final int ROUNDS = 60;
    private static final long FIRST = 40_000_000;
    private static final long LAST = 49_999_999;
    private static final String WANTED = "wanted";

    private final long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
    private final Server server = Server.shared();

    @Test
    void who_begins_with_a_snapshot_while_others_write_ends_with_what_is_there() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(FOLLOWERS + WRITERS);
        try {
            List<Future<Map<Long, String>>> known = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                known.add(threads.submit(new Mirror(i % 2 == 1, new Random(seed + i))));
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(threads.submit(() -> write(writer)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            create(LAST, WANTED);
            Map<Long, String> all = table();
            Map<Long, String> wanted = all.entrySet().stream()
                    .filter(record -> record.getValue().endsWith(WANTED))
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
            for (int i = 0; i < FOLLOWERS; i++) {
                assertThat(known.get(i).get())
                        .as("%s (seed %d, follower %d)", PROMISE, seed, i)
                        .isEqualTo(i % 2 == 1 ? wanted : all);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void write(int writer) {
        Random random = new Random(seed - writer - 1);
        for (int round = 0; round < ROUNDS; round++) {
            long id = FIRST + writer * 1_000L + round;
            create(id, random.nextBoolean() ? WANTED : "other");
            long version = 1;
            for (int i = random.nextInt(4); i > 0; i--) {
                Http.Answer answer = server.http()
                        .patch("/api/records/genre/" + id)
                        .ifMatch(version)
                        .body(
                                "application/merge-patch+json",
                                "{\"name\":\"" + (random.nextBoolean() ? WANTED : "other " + i) + "\"}")
                        .send();
                assertThat(answer.status()).as("%s", answer).isEqualTo(200);
                version = answer.json().path("version").asLong();
            }
            if (random.nextInt(3) == 0) {
                assertThat(server.http()
                                .delete("/api/records/genre/" + id)
                                .ifMatch(version)
                                .send()
                                .status())
                        .isEqualTo(204);
            }
        }
    }

    private void create(long id, String name) {
        Http.Answer answer = server.http()
                .post("/api/records/genre")
                .json(Map.of("id", id, "name", name))
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }

    private Map<Long, String> table() {
        Map<Long, String> all = new TreeMap<>();
        server.http()
                .get("/api/records/genre?limit=1000&filter[id][gte]=" + FIRST + "&filter[id][lte]=" + LAST)
                .send()
                .json()
                .path("data")
                .forEach(record -> all.put(record.path("id").asLong(), text(record, record)));
        return all;
    }

    private static String text(JsonNode versioned, JsonNode values) {
        return versioned.path("version").asLong() + " " + values.path("name").asText();
    }

    /** Keeps the records as it is told of them, by id with version and name. */
    private final class Mirror implements Callable<Map<Long, String>> {
        private final boolean filtered;
        private final Random random;
        private Map<Long, String> known = new TreeMap<>();
        private String cursor = "";

        Mirror(boolean filtered, Random random) {
            this.filtered = filtered;
            this.random = random;
        }

        @Override
        public Map<Long, String> call() {
            while (!known.containsKey(LAST)) {
                try (LiveClient client =
                        LiveClient.open(server, random.nextBoolean() ? LiveClient.JSON : LiveClient.CBOR)) {
                    follow(client);
                }
            }
            return known;
        }

        private void follow(LiveClient client) {
            Map<String, Object> subscribe = new LinkedHashMap<>();
            subscribe.putAll(Map.of("type", "subscribe", "id", "s", "model", "genre"));
            if (filtered) {
                subscribe.put("filter", Map.of("name", WANTED));
            }
            if (cursor.isEmpty() || random.nextInt(3) == 0) {
                subscribe.put("snapshot", true);
            } else {
                subscribe.put("since", cursor);
            }
            client.send(subscribe);
            if (subscribe.containsKey("snapshot")) {
                begin(client);
            }
            for (int left = random.nextInt(40); left > 0 && !known.containsKey(LAST); left--) {
                hear(client.next());
            }
        }

        private void begin(LiveClient client) {
            Map<Long, String> fresh = new TreeMap<>();
            JsonNode page;
            do {
                page = client.next("snapshot");
                for (JsonNode record : page.path("data")) {
                    put(fresh, record.path("id").asLong(), text(record, record));
                }
            } while (page.path("more").asBoolean());
            known = fresh;
            cursor = client.next("live").path("cursor").asText();
        }

        private void hear(JsonNode message) {
            switch (message.path("type").asText()) {
                case "change" -> apply(message.path("change"));
                case "batch" -> message.path("changes").forEach(this::apply);
                case "live", "progress" -> cursor = message.path("cursor").asText();
                case "resumed", "pong" -> {}
                default -> throw new AssertionError("Not expected: " + message);
            }
        }

        private void apply(JsonNode change) {
            long id = change.path("id").asLong();
            String was = known.get(id);
            switch (change.path("op").asText()) {
                case "create", "enter" -> {
                    assertThat(was).as(PROMISE).isNull();
                    put(known, id, text(change, change.path("changes")));
                }
                case "update" -> {
                    long version = change.path("version").asLong();
                    if (id >= FIRST && id <= LAST) {
                        assertThat(was).as(PROMISE).startsWith((version - 1) + " ");
                    }
                    put(known, id, text(change, change.path("changes")));
                }
                case "delete", "leave" -> {
                    if (id >= FIRST && id <= LAST) {
                        assertThat(was).as(PROMISE).isNotNull();
                    }
                    known.remove(id);
                }
                default -> throw new AssertionError("Not expected: " + change);
            }
            cursor = change.path("cursor").asText();
        }

        /** Other tests have records of this model too. */
        private void put(Map<Long, String> records, long id, String text) {
            if (id >= FIRST && id <= LAST) {
                records.put(id, text);
            }
        }
    }
}
