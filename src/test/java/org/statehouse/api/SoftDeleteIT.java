package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** What is deleted softly is gone for everybody who does not ask for it, and comes back as it was. */
class SoftDeleteIT {
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
    void to_everybody_who_does_not_ask_for_deleted_ones_it_is_not_there() {
        long id = deletedRoom("\"floor\":1");
        String gone = "\"deleted\":true";
        get("read", path("room", id)).refused(404, "unknown-record").with(gone).run(server);
        get("its desks", path("room", id) + "/desks")
                .refused(404, "unknown-record")
                .with(gone)
                .run(server);
        delete("delete", "room", id).refused(404, "unknown-record").with(gone).run(server);
        Scenario.of("patch", "PATCH", path("room", id))
                .ifMatch("*")
                .json("{\"floor\":2}")
                .refused(404, "unknown-record")
                .with(gone)
                .run(server);
        Scenario.of("patch with links", "PATCH", path("room", id))
                .ifMatch("*")
                .json("{\"topics\":[]}")
                .refused(404, "unknown-record")
                .with(gone)
                .run(server);
        Scenario.of("put", "PUT", path("room", id))
                .ifMatch("*")
                .json("{\"floor\":2}")
                .refused(404, "unknown-record")
                .with(gone)
                .run(server);
        String topic = "t" + RecordsServer.number();
        records.create("topic", "{\"id\":\"" + topic + "\"}");
        Scenario.of("link", "PUT", path("room", id) + "/topics/" + topic)
                .refused(404, "unknown-record")
                .with(gone)
                .run(server);
        Scenario.of("link from the other side", "PUT", path("topic", topic) + "/rooms/" + id)
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"")
                .run(server);
        get("a live one asked for as deleted", path("topic", topic) + "?deleted=only")
                .refused(404, "unknown-record")
                .with("\"deleted\":false")
                .run(server);
        get("deleted ones only", path("room", id) + "?deleted=only")
                .answers(200)
                .run(server);
        Scenario.of("nobody", "POST", path("room", RecordsServer.number()) + "/restore")
                .ifMatch("*")
                .refused(404, "unknown-record")
                .without("\"deleted\"")
                .run(server);
    }
}
