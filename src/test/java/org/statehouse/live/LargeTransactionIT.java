package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/** A transaction of more changes than a message may have. */
class LargeTransactionIT {

    private static final String ATOMIC =
            "A transaction is never torn: who has heard a part of it hears the rest of it first";
    private static final int CHILDREN = 1_200;

    private static Server server;

    @BeforeAll
    static void start() {
        server = SmallServer.get();
    }

    @Test
    void it_comes_in_parts_whose_last_one_says_so_and_each_part_can_be_resumed_from() {
        String start = now();
        List<JsonNode> told;
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of("type", "subscribe", "id", "a", "model", "tree"));
            client.next("live");
            long root = grow(3_000_000);
            List<JsonNode> grown = client.until(message -> ids(message).contains(root + CHILDREN));
            assertThat(grown).allMatch(message -> message.path("last").asBoolean(true));
            cut(root);
            told = client.until(message -> message.path("last").asBoolean()).stream()
                    .filter(message -> !message.path("type").asText().equals("pong"))
                    .dropWhile(message -> message.path("type").asText().equals("progress"))
                    .toList();
        }
        assertThat(told)
                .as(ATOMIC)
                .hasSizeGreaterThan(2)
                .allMatch(message -> message.path("type").asText().equals("batch")
                        && message.path("changes").size() <= Subscription.PART);
        List<JsonNode> changes = new ArrayList<>();
        told.forEach(part -> part.path("changes").forEach(changes::add));
        assertThat(changes)
                .hasSize(CHILDREN + 1)
                .allMatch(change -> change.path("op").asText().equals("delete"));

        for (int has : List.of(1, 499, 500, 501, CHILDREN)) {
            String cursor = changes.get(has - 1).path("cursor").asText();
            try (LiveClient client = LiveClient.open(server)) {
                client.send(Map.of("type", "subscribe", "id", "a", "model", "tree", "since", cursor));
                client.next("resumed");
                List<String> rest = new ArrayList<>();
                for (JsonNode message : client.until(one -> one.path("last").asBoolean())) {
                    message.path("changes").forEach(change -> rest.add(key(change)));
                }
                assertThat(rest).as(ATOMIC).isEqualTo(keys(changes).subList(has, CHILDREN + 1));
            }
        }
        JsonNode page = server.http()
                .get("/api/changes?models=tree&limit=10&since=" + beforeThem(start, changes))
                .send()
                .json();
        assertThat(keys(list(page.path("changes")))).as(ATOMIC).containsExactlyElementsOf(keys(changes));
    }

    /** The cursor of the last change before those. */
    private static String beforeThem(String start, List<JsonNode> changes) {
        String first = key(changes.get(0));
        String before = start;
        while (true) {
            JsonNode page = server.http()
                    .get("/api/changes?models=tree&limit=100&since=" + before)
                    .send()
                    .json();
            for (JsonNode change : page.path("changes")) {
                if (key(change).equals(first)) {
                    return before;
                }
                before = change.path("cursor").asText();
            }
        }
    }

    /** A root with its children; gives the root. */
    private static long grow(long root) {
        LiveLimitsIT.create("tree", Map.of("id", root, "name", "root"));
        String rows = IntStream.rangeClosed(1, CHILDREN)
                .mapToObj(i -> "{\"id\":" + (root + i) + ",\"parent\":" + root + "}\n")
                .collect(Collectors.joining());
        Http.Answer accepted = server.http()
                .post("/api/records/tree/import")
                .body("application/x-ndjson", rows)
                .send();
        String job = URI.create(accepted.header("Location").orElseThrow()).getPath();
        await().until(() -> server.http().get(job).send().text().contains("\"done\""));
        return root;
    }

    private static void cut(long root) {
        Http.Answer answer =
                server.http().delete("/api/records/tree/" + root).ifMatch(1).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(204);
    }

    private static String now() {
        return server.http()
                .get("/api/changes?since=now")
                .send()
                .json()
                .path("cursor")
                .asText();
    }

    private static List<Long> ids(JsonNode message) {
        List<JsonNode> changes = list(message.path("changes"));
        return changes.stream().map(change -> change.path("id").asLong()).toList();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }

    private static List<String> keys(List<JsonNode> changes) {
        return changes.stream().map(LargeTransactionIT::key).toList();
    }

    private static String key(JsonNode change) {
        return change.path("id").asText() + "@" + change.path("version").asText();
    }
}
