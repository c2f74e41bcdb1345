package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/** Changes that are told together, where a client asks for it or a model says so. */
class CoalescingIT {

    private static final long FIRST = 7_000_000;
    private static final int WRITES = 40;

    private static Server server;

    @BeforeAll
    static void start() {
        server = SmallServer.get();
    }

    @AfterEach
    void asAtFirst() {
        SmallServer.write("town", SmallServer.TOWN);
        SmallServer.reload();
    }

    @Test
    void who_asks_for_it_is_told_what_was_missed_of_a_record_as_one_change_and_others_are_told_each() {
        long id = FIRST + 1;
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of("type", "subscribe", "id", "a", "model", "town"));
            String cursor = client.next("live").path("cursor").asText();
            LiveLimitsIT.create("town", Map.of("id", id, "name", "Rome", "size", 1));
            LiveLimitsIT.create("town", Map.of("id", id + 1, "name", "Ostia"));
            for (int version = 1; version < 5; version++) {
                resize(id, version, version + 1);
            }
            resize(id + 1, 1, 9);
            assertThat(LiveSocketIT.changes(client, 7)).hasSize(7);

            client.send(Map.of(
                    "type",
                    "subscribe",
                    "id",
                    "b",
                    "model",
                    "town",
                    "since",
                    cursor,
                    "coalesce",
                    true,
                    "filter",
                    Map.of("id", Map.of("in", List.of(id, id + 1)))));
            client.next("resumed");
            JsonNode batch = client.next("batch");
            assertThat(batch.path("last").asBoolean()).isTrue();
            JsonNode rome = batch.path("changes").get(0);
            assertThat(rome.path("op").asText()).isEqualTo("create");
            assertThat(rome.path("fromVersion").asLong()).isEqualTo(1);
            assertThat(rome.path("version").asLong()).isEqualTo(5);
            assertThat(rome.path("changes")).hasToString("{\"name\":\"Rome\",\"size\":5}");
            JsonNode ostia = batch.path("changes").get(1);
            assertThat(ostia.path("version").asLong()).isEqualTo(2);
            client.next("live");

            client.send(Map.of(
                    "type",
                    "subscribe",
                    "id",
                    "c",
                    "model",
                    "town",
                    "since",
                    rome.path("cursor").asText(),
                    "coalesce",
                    true));
            client.next("resumed");
            assertThat(client.next("batch").path("changes"))
                    .as("who was cut off within what was told together is told all of it again")
                    .hasSize(2);
            client.next("live");
            resize(id, 5, 100);
            JsonNode next = LiveSocketIT.changes(client, 3).get(2);
            assertThat(next.has("fromVersion"))
                    .as("one change is told as it is")
                    .isFalse();
            assertThat(next.path("changes")).hasToString("{\"size\":100}");
        }
    }

    @Test
    void a_model_that_gathers_its_changes_tells_fewer_of_them_and_none_is_missing() {
        SmallServer.write("town", SmallServer.TOWN + "changes: { every: 1s }\n");
        SmallServer.reload();
        long id = FIRST + 100;
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of("type", "subscribe", "id", "a", "model", "town"));
            client.next("live");
            client.send(Map.of("type", "subscribe", "id", "b", "model", "note"));
            client.next("live");
            LiveLimitsIT.create("town", Map.of("id", id, "size", 0));
            for (int version = 1; version < WRITES; version++) {
                resize(id, version, version);
            }
            LiveLimitsIT.create("note", Map.of("id", id, "text", "x"));
            List<JsonNode> towns = new ArrayList<>();
            long heard = 0;
            while (heard < WRITES) {
                JsonNode message = client.next("change");
                if (message.path("id").asText().equals("a")) {
                    JsonNode change = message.path("change");
                    assertThat(change.path("fromVersion")
                                    .asLong(change.path("version").asLong()))
                            .as("nothing is missing between what was told and what is told")
                            .isEqualTo(heard + 1);
                    heard = change.path("version").asLong();
                    towns.add(change);
                }
            }
            assertThat(towns.get(towns.size() - 1).path("changes").path("size").asInt())
                    .isEqualTo(WRITES - 1);
            assertThat(towns.size()).as("fewer than were written").isLessThan(WRITES);
        }
    }

    private static void resize(long id, long version, int size) {
        Http.Answer answer = server.http()
                .patch("/api/records/town/" + id)
                .ifMatch(version)
                .body("application/merge-patch+json", "{\"size\":" + size + "}")
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }
}
