package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
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

    @Test
    void lists_give_live_records_unless_deleted_ones_are_asked_for() {
        long live = records.createNumbered("room", "");
        long desk = records.createNumbered("desk", "\"room\":" + live);
        long away = records.createNumbered("desk", "\"room\":" + live);
        delete("a desk", "desk", away).answers(204).logs(1).run(server);
        String list = "/api/records/desk?fields=room&sort=id&filter[room]=" + live;
        assertThat(ids(list)).containsExactly(desk);
        assertThat(ids(list + "&deleted=exclude")).containsExactly(desk);
        assertThat(ids(list + "&deleted=include&count=true")).containsExactly(desk, away);
        assertThat(ids(list + "&deleted=only")).containsExactly(away);
        assertThat(ids(list + "&deleted=include&filter[deletedAt][isNull]=true"))
                .containsExactly(desk);
        assertThat(ids("/api/records/desk?deleted=include&sort=-deletedAt&filter[room]=" + live))
                .containsExactly(desk, away);
        assertThat(ids("/api/records/desk?filter[room.deletedAt][isNull]=true&filter[room]=" + live))
                .containsExactly(desk);
        assertThat(ids(path("room", live) + "/desks")).containsExactly(desk);
        assertThat(ids(path("room", live) + "/desks?deleted=only")).containsExactly(away);
        JsonNode expanded = get("expanded", path("room", live) + "?expand=desks")
                .answers(200)
                .run(server)
                .json();
        assertThat(expanded.path("desks")).hasSize(1);
        assertThat(get("fields", path("desk", away) + "?deleted=include&fields=deletedBy&expand=room")
                        .answers(200)
                        .without("deletedAt\":\"")
                        .run(server)
                        .json()
                        .path("room")
                        .path("id")
                        .asLong())
                .isEqualTo(live);
        String next = get("a page", list + "&deleted=include&limit=1")
                .answers(200)
                .run(server)
                .json()
                .path("page")
                .path("next")
                .asText();
        get("of another list", list + "&limit=1&after=" + next)
                .refused(400, "bad-cursor")
                .run(server);
        get("another word", "/api/records/desk?deleted=true")
                .refused(400, "bad-query")
                .with("must be exclude, include or only")
                .run(server);
        get("a model without", "/api/records/chair?deleted=include")
                .refused(400, "bad-query")
                .with("no soft delete")
                .run(server);
        get("one of a model without", path("chair", 1) + "?deleted=include")
                .refused(400, "bad-query")
                .with("no soft delete")
                .run(server);
    }

    private List<Long> ids(String list) {
        JsonNode data = get(list, list).answers(200).run(server).json().path("data");
        return StreamSupport.stream(data.spliterator(), false)
                .map(record -> record.path("id").asLong())
                .toList();
    }

    @Test
    void references_and_links_lead_to_live_records_only() {
        long room = deletedRoom("");
        Scenario.of("a new record", "POST", "/api/records/desk")
                .json("{\"id\":" + RecordsServer.number() + ",\"room\":" + room + "}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"", "which is deleted", "\"deleted\":true")
                .run(server);
        Scenario.of("a new record whose id is the server's", "POST", "/api/records/lease")
                .json("{\"room\":" + room + "}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"")
                .run(server);
        long other = records.createNumbered("room", "");
        long desk = records.createNumbered("desk", "\"room\":" + other);
        Scenario.of("a change", "PATCH", path("desk", desk))
                .ifMatch("*")
                .json("{\"room\":" + room + "}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"")
                .run(server);
        String topic = "t" + RecordsServer.number();
        records.create("topic", "{\"id\":\"" + topic + "\"}");
        delete("a topic", "topic", topic).answers(204).logs(1).run(server);
        Scenario.of("a link", "PUT", path("room", other) + "/topics/" + topic)
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"")
                .run(server);
        Scenario.of("links in a body", "PATCH", path("room", other))
                .ifMatch("*")
                .json("{\"topics\":[\"" + topic + "\"]}")
                .refused(422, "validation-failed")
                .run(server);
        Scenario.of("links of one that is deleted", "PUT", path("topic", topic) + "/rooms/" + other)
                .refused(404, "unknown-record")
                .with("\"deleted\":true")
                .run(server);
    }

    @Test
    void a_delete_goes_as_far_as_the_references_say_and_a_restore_brings_back_one_record() {
        long room = records.createNumbered("room", "");
        long inner = records.createNumbered("room", "\"within\":" + room);
        long desk = records.createNumbered("desk", "\"room\":" + room);
        long chair = records.createNumbered("chair", "\"room\":" + room);
        long stool = records.createNumbered("chair", "\"desk\":" + desk);
        String topic = "t" + RecordsServer.number();
        records.create("topic", "{\"id\":\"" + topic + "\"}");
        Scenario.of("a link", "PUT", path("room", room) + "/topics/" + topic)
                .answers(200)
                .logs(1)
                .run(server);
        String start = records.now();
        delete("all of it", "room", room)
                .answers(204)
                .logs(5)
                .rows("chair", -1)
                .rows("room_topics", -1)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactlyInAnyOrder(
                        "update room " + inner + " v2",
                        "update chair " + stool + " v2",
                        "delete desk " + desk + " v2",
                        "delete chair " + chair + " v2",
                        "delete room " + room + " v3");
        restore("its room is deleted", "desk", desk)
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"", "\"field\":\"room\"")
                .run(server);
        restore("the room", "room", room).answers(200).logs(1).run(server);
        assertThat(records.status("desk", desk)).isEqualTo(404);
        assertThat(records.get("room", inner).path("within").isNull()).isTrue();
        restore("now the desk", "desk", desk).answers(200).logs(1).run(server);
        String lease =
                records.create("lease", "{\"room\":" + room + "}").path("id").asText();
        delete("a lease keeps it", "room", room)
                .refused(409, "reference-restricted")
                .with("\"model\":\"lease\"", "\"field\":\"room\"", "\"count\":1")
                .without("deleted")
                .run(server);
        delete("the lease", "lease", lease).answers(204).logs(1).run(server);
        delete("a deleted lease keeps nothing", "room", room)
                .answers(204)
                .logs(2)
                .run(server);
    }

    @Test
    void a_link_that_restricts_keeps_its_other_end_and_goes_with_its_owner() {
        long room = records.createNumbered("room", "");
        String topic = "t" + RecordsServer.number();
        records.create("topic", "{\"id\":\"" + topic + "\"}");
        Scenario.of("a link that restricts", "PUT", path("room", room) + "/keys/" + topic)
                .answers(200)
                .logs(1)
                .run(server);
        Scenario.of("one that does not", "PUT", path("room", room) + "/topics/" + topic)
                .answers(200)
                .logs(1)
                .run(server);
        delete("the other end", "topic", topic)
                .refused(409, "reference-restricted")
                .with("\"field\":\"keys\"")
                .run(server);
        Scenario.of("unlinked", "DELETE", path("room", room) + "/keys/" + topic)
                .answers(200)
                .logs(1)
                .rows("room_keys", -1)
                .run(server);
        String start = records.now();
        delete("the other end", "topic", topic)
                .answers(204)
                .logs(2)
                .rows("room_topics", -1)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactly("unlink room " + room + " v5", "delete topic " + topic + " v2");
    }

    @Test
    void what_is_erased_meets_deleted_records_that_refer_to_it() {
        long depot = records.createNumbered("depot", "");
        long kept = records.createNumbered("crate", "\"owner\":" + depot);
        long home = records.createNumbered("crate", "\"home\":" + depot);
        long live = records.createNumbered("crate", "\"home\":" + depot);
        long last = records.createNumbered("crate", "\"last\":" + depot);
        for (long id : List.of(kept, home, last)) {
            delete("a crate", "crate", id).answers(204).logs(1).run(server);
        }
        delete("restricted by a deleted one", "depot", depot)
                .refused(409, "reference-restricted")
                .with("\"count\":1", "\"deleted\":1")
                .run(server);
        restore("it", "crate", kept).answers(200).logs(1).run(server);
        Scenario.of("moved", "PATCH", path("crate", kept))
                .ifMatch("*")
                .json("{\"owner\":null}")
                .answers(200)
                .logs(1)
                .run(server);
        String start = records.now();
        delete("erased", "depot", depot)
                .answers(204)
                .logs(4)
                .rows("depot", -1)
                .rows("crate", -2)
                .run(server);
        assertThat(Records.brief(records.since(start)))
                .containsExactlyInAnyOrder(
                        "update crate " + last + " v3",
                        "delete crate " + home + " v3",
                        "delete crate " + live + " v2",
                        "delete depot " + depot + " v2");
        restore("one that was emptied", "crate", last).answers(200).logs(1).run(server);
        restore("one that was erased", "crate", home)
                .refused(404, "unknown-record")
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
        Scenario.of("an old version", "POST", path("room", room) + "/restore")
                .ifMatch("*")
                .json("{\"version\":1}")
                .refused(400, "malformed-request")
                .with("not supported yet")
                .run(server);
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
