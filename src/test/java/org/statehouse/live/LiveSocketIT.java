package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/** Following records on the WebSocket of the packaged server. */
class LiveSocketIT {

    private static final AtomicLong NEXT = new AtomicLong(8_100_000);

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.shared();
    }

    @ParameterizedTest
    @ValueSource(strings = {LiveClient.JSON, LiveClient.CBOR})
    void a_record_is_followed_from_its_creation_to_its_end(String protocol) {
        try (LiveClient client = LiveClient.open(server, protocol)) {
            client.send(Map.of("type", "subscribe", "id", "s1", "model", "genre"));
            assertThat(client.next("live").path("id").asText()).isEqualTo("s1");
            long id = create("Fado");
            rename(id, 1, null);
            delete(id, 2);

            List<JsonNode> changes = changes(client, 3);

            assertThat(changes)
                    .extracting(change -> change.path("type").asText() + " "
                            + change.path("op").asText() + " "
                            + change.path("id") + " " + change.path("version") + " " + change.path("changes") + " "
                            + change.path("before"))
                    .containsExactly(
                            "genre.created create " + id + " 1 {\"name\":\"Fado\"} ",
                            "genre.updated update " + id + " 2 {\"name\":null} {\"name\":\"Fado\"}",
                            "genre.deleted delete " + id + " 3 {} {\"name\":null}");
        }
    }

    @Test
    void a_snapshot_shows_what_there_is_and_what_comes_after_it_follows() {
        long id = create("Polka");
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of(
                    "type",
                    "subscribe",
                    "id",
                    "a",
                    "model",
                    "genre",
                    "snapshot",
                    true,
                    "filter",
                    Map.of("name", "Polka")));
            JsonNode snapshot = client.next("snapshot");
            assertThat(snapshot.path("data")).hasSize(1);
            assertThat(snapshot.path("data").get(0).path("id").asLong()).isEqualTo(id);
            assertThat(snapshot.path("more").asBoolean(true)).isFalse();
            String cursor = client.next("live").path("cursor").asText();
            rename(id, 1, "Waltz");
            JsonNode leave = changes(client, 1).get(0);
            assertThat(leave.path("op").asText()).isEqualTo("leave");
            assertThat(leave.has("changes")).isFalse();
            assertThat(leave.has("before")).isFalse();
            rename(id, 2, "Polka");
            JsonNode enter = changes(client, 1).get(0);
            assertThat(enter.path("op").asText()).isEqualTo("enter");
            assertThat(enter.path("type").asText()).isEqualTo("genre.updated");
            assertThat(enter.path("changes"))
                    .isEqualTo(
                            server.http().get("/api/records/genre/" + id).send().json());
            delete(id, 3);
            assertThat(changes(client, 1).get(0).path("op").asText()).isEqualTo("delete");

            client.send(Map.of(
                    "type",
                    "subscribe",
                    "id",
                    "b",
                    "model",
                    "genre",
                    "since",
                    cursor,
                    "filter",
                    Map.of("name", "Polka")));
            client.next("resumed");
            assertThat(changes(client, 3))
                    .extracting(change -> change.path("op").asText())
                    .containsExactly("leave", "enter", "delete");
            client.next("live");
        }
    }

    @Test
    void one_record_is_followed_by_its_id_and_only_its_wanted_fields_are_told() {
        long id = create("Fado");
        long other = create("Fado");
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of(
                    "type",
                    "subscribe",
                    "id",
                    "a",
                    "model",
                    "genre",
                    "record",
                    id,
                    "fields",
                    List.of("createdAt"),
                    "snapshot",
                    true));
            assertThat(client.next("snapshot").path("data").get(0).properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder("id", "version", "createdAt");
            client.next("live");
            rename(other, 1, "x");
            rename(id, 1, "y");
            JsonNode change = changes(client, 1).get(0);
            assertThat(change.path("id").asLong()).isEqualTo(id);
            assertThat(change.path("changes")).isEmpty();
            assertThat(change.path("version").asLong()).isEqualTo(2);
        }
        delete(id, 2);
        delete(other, 2);
    }

    @Test
    void nothing_comes_after_the_end_of_a_subscription_and_a_call_is_answered() {
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of("type", "subscribe", "id", "a", "model", "genre"));
            client.next("live");
            client.send(Map.of("type", "unsubscribe", "id", "a"));
            client.next("unsubscribed");
            long id = NEXT.incrementAndGet();
            client.send(Map.of(
                    "type",
                    "call",
                    "ref",
                    7,
                    "method",
                    "POST",
                    "path",
                    "/api/records/genre",
                    "body",
                    Map.of("id", id, "name", "Samba")));
            JsonNode reply = client.next("reply");
            assertThat(reply.path("ref").asInt()).isEqualTo(7);
            assertThat(reply.path("status").asInt()).isEqualTo(201);
            assertThat(reply.path("headers").path("etag").asText()).isEqualTo("\"1\"");
            assertThat(reply.path("body").path("name").asText()).isEqualTo("Samba");
            client.send(Map.of("type", "call", "ref", "x", "method", "GET", "path", "/api/records/nothing"));
            JsonNode unknown = client.next("reply");
            assertThat(unknown.path("status").asInt()).isEqualTo(404);
            assertThat(unknown.path("body").path("slug").asText()).isEqualTo("unknown-model");
            client.send(Map.of("type", "ping"));
            client.next("pong");
            delete(id, 1);
        }
    }

    static List<JsonNode> changes(LiveClient client, int count) {
        List<JsonNode> changes = new ArrayList<>();
        while (changes.size() < count) {
            JsonNode message = client.next();
            String type = message.path("type").asText();
            if (type.equals("change")) {
                changes.add(message.path("change"));
            } else if (type.equals("batch")) {
                message.path("changes").forEach(changes::add);
            } else if (!type.equals("pong") && !type.equals("progress")) {
                throw new AssertionError("Not a change: " + message);
            }
        }
        return changes;
    }

    private static long create(String name) {
        long id = NEXT.incrementAndGet();
        ok(
                201,
                server.http()
                        .post("/api/records/genre")
                        .json(Map.of("id", id, "name", name))
                        .send());
        return id;
    }

    private static void rename(long id, long version, @Nullable String name) {
        String value = name == null ? "null" : "\"" + name + "\"";
        ok(
                200,
                server.http()
                        .patch("/api/records/genre/" + id)
                        .ifMatch(version)
                        .body("application/merge-patch+json", "{\"name\":" + value + "}")
                        .send());
    }

    private static void delete(long id, long version) {
        ok(
                204,
                server.http()
                        .delete("/api/records/genre/" + id)
                        .ifMatch(version)
                        .send());
    }

    private static void ok(int status, Http.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    }
}
