package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** What is deleted softly is gone for everybody who does not ask for it, with what its model says. */
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
                .rows("room_topics", 1)
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
                .rows("room_keys", 1)
                .run(server);
        Scenario.of("one that does not", "PUT", path("room", room) + "/topics/" + topic)
                .answers(200)
                .logs(1)
                .rows("room_topics", 1)
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
}
