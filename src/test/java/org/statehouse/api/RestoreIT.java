package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** A record that was deleted softly comes back as it was, if nothing stands in its way. */
class RestoreIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static String path(String model, Object id) {
        return "/api/records/" + model + "/" + id;
    }

    private Scenario delete(String name, String model, Object id) {
        return Scenario.of(name, "DELETE", path(model, id)).ifMatch("*");
    }

    private Scenario get(String name, String path) {
        return Scenario.of(name, "GET", path);
    }

    private Scenario restore(String name, String model, Object id) {
        return Scenario.of(name, "POST", path(model, id) + "/restore").ifMatch("*");
    }

    private long deletedRoom(String members) {
        long id = records.createNumbered("room", members);
        delete("a room", "room", id).answers(204).logs(1).run(server);
        return id;
    }

    @Test
    void a_deleted_record_keeps_its_row_and_comes_back_with_its_values_and_a_later_version() {
        long id = records.createNumbered("room", "\"name\":\"blue" + RecordsServer.number() + "\",\"floor\":2");
        JsonNode live = records.get("room", id);
        assertThat(live.path("deletedAt").isNull()).isTrue();
        assertThat(live.path("deletedBy").isNull()).isTrue();
        String start = records.now();
        Scenario.of("no condition", "DELETE", path("room", id))
                .refused(428, "condition-required")
                .run(server);
        Scenario.of("a stale one", "DELETE", path("room", id))
                .ifMatch("\"7\"")
                .refused(412, "version-conflict")
                .run(server);
        Scenario.of("the right one", "DELETE", path("room", id))
                .ifMatch("\"1\"")
                .answers(204)
                .logs(1)
                .run(server);
        JsonNode kept = get("deleted ones too", path("room", id) + "?deleted=include")
                .answers(200)
                .run(server)
                .json();
        assertThat(kept.path("version").asLong()).isEqualTo(2);
        assertThat(kept.path("deletedAt").asText())
                .isEqualTo(kept.path("updatedAt").asText());
        assertThat(kept.path("deletedBy").asText())
                .isEqualTo(kept.path("updatedBy").asText());
        Scenario.of("no condition", "POST", path("room", id) + "/restore")
                .refused(428, "condition-required")
                .run(server);
        Scenario.of("a stale one", "POST", path("room", id) + "/restore")
                .ifMatch("\"1\"")
                .refused(412, "version-conflict")
                .with("\"actual\":2")
                .run(server);
        Http.Answer back = Scenario.of("the right one", "POST", path("room", id) + "/restore")
                .ifMatch("\"2\"")
                .json("{}")
                .answers(200)
                .logs(1)
                .run(server);
        assertThat(back.header("ETag")).hasValue("\"3\"");
        JsonNode restored = back.json();
        assertThat(restored).isEqualTo(records.get("room", id));
        assertThat(restored.path("name")).isEqualTo(live.path("name"));
        assertThat(restored.path("createdAt")).isEqualTo(live.path("createdAt"));
        assertThat(restored.path("deletedAt").isNull()).isTrue();
        List<JsonNode> changes = records.since(start);
        assertThat(Records.brief(changes)).containsExactly("delete room " + id + " v2", "restore room " + id + " v3");
        assertThat(changes.get(0).path("type").asText()).isEqualTo("room.deleted");
        assertThat(changes.get(0).path("before").path("floor").asInt()).isEqualTo(2);
        assertThat(changes.get(0).path("changes")).isEmpty();
        assertThat(changes.get(1).path("type").asText()).isEqualTo("room.restored");
        assertThat(changes.get(1).path("changes").path("name")).isEqualTo(live.path("name"));
        assertThat(changes.get(1).path("changes").path("floor").asInt()).isEqualTo(2);
        restore("a live one", "room", id).answers(200).with("\"version\":3").run(server);
        Scenario.of("a live one, stale", "POST", path("room", id) + "/restore")
                .ifMatch("\"2\"")
                .refused(412, "version-conflict")
                .run(server);
    }

    @Test
    void values_are_unique_among_live_records_and_ids_among_all() {
        String name = "red" + RecordsServer.number();
        long first = deletedRoom("\"name\":\"" + name + "\"");
        long second = records.createNumbered("room", "\"name\":\"" + name + "\"");
        restore("the name is taken", "room", first)
                .refused(409, "unique-violation")
                .with("\"fields\":[\"name\"]")
                .run(server);
        Scenario.of("a live one has it", "POST", "/api/records/room")
                .json("{\"id\":" + RecordsServer.number() + ",\"name\":\"" + name + "\"}")
                .refused(409, "unique-violation")
                .run(server);
        Scenario.of("a deleted one has the id", "POST", "/api/records/room")
                .json("{\"id\":" + first + "}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"id\"]", "\"deleted\":true")
                .run(server);
        Scenario.of("a live one has the id", "POST", "/api/records/room")
                .json("{\"id\":" + second + "}")
                .refused(409, "unique-violation")
                .without("\"deleted\"")
                .run(server);
        Scenario.of("broken rules come first", "POST", "/api/records/desk")
                .json("{\"id\":" + first + "}")
                .refused(422, "validation-failed")
                .run(server);
        delete("the other", "room", second).answers(204).logs(1).run(server);
        restore("the name is free", "room", first).answers(200).logs(1).run(server);
    }

    @Test
    void a_record_that_refers_to_itself_comes_back() {
        long room = records.createNumbered("room", "");
        records.patch("room", room, 1, "{\"within\":" + room + "}");
        delete("itself", "room", room).answers(204).logs(1).run(server);
        JsonNode back =
                restore("itself", "room", room).answers(200).logs(1).run(server).json();
        assertThat(back.path("within").asLong()).isEqualTo(room);
    }

    @Test
    void what_a_restore_does_not_take_is_refused() {
        long room = deletedRoom("");
        for (String body : List.of("{\"name\":\"x\"}", "[]", "1", "{")) {
            Scenario.of("another body", "POST", path("room", room) + "/restore")
                    .ifMatch("*")
                    .json(body)
                    .refused(400, "malformed-request")
                    .run(server);
        }
        Scenario.of("a parameter", "POST", path("room", room) + "/restore?deleted=only")
                .ifMatch("*")
                .refused(400, "bad-query")
                .run(server);
        Scenario.of("a model without soft delete", "POST", path("chair", room) + "/restore")
                .ifMatch("*")
                .refused(400, "malformed-request")
                .with("no soft delete")
                .run(server);
        Scenario.of("another method", "GET", path("room", room) + "/restore")
                .refused(405, "method-not-allowed")
                .run(server);
        Scenario.of("a system field", "PATCH", path("room", records.createNumbered("room", "")))
                .ifMatch("*")
                .json("{\"deletedAt\":\"2024-01-01T00:00:00Z\"}")
                .refused(422, "read-only-field")
                .run(server);
        Scenario.of("unchanged", "PATCH", path("room", records.createNumbered("room", "")))
                .ifMatch("*")
                .json("{\"deletedAt\":null,\"deletedBy\":null}")
                .answers(200)
                .run(server);
        Scenario.of("unknown where there is none", "PATCH", path("depot", records.createNumbered("depot", "")))
                .ifMatch("*")
                .json("{\"deletedAt\":null}")
                .refused(422, "unknown-field")
                .run(server);
    }
}
