package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The values of an old version come back as a new one. */
class RestoreVersionIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static String path(String model, Object id) {
        return "/api/records/" + model + "/" + id;
    }

    private Scenario restore(String name, String model, Object id, long version) {
        return Scenario.of(name, "POST", path(model, id) + "/restore").json("{\"version\":" + version + "}");
    }

    private void delete(String model, Object id) {
        assertThat(records.http()
                        .delete(path(model, id))
                        .header("If-Match", "*")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    private long changedRoom() {
        long id = records.createNumbered("room", "\"floor\":1,\"name\":\"blue" + RecordsServer.number() + "\"");
        records.patch("room", id, 1, "{\"floor\":2}");
        records.patch("room", id, 2, "{\"name\":null}");
        return id;
    }

    @Test
    void an_old_versions_values_become_a_new_version_that_the_log_tells_as_a_restore() {
        long id = changedRoom();
        String name = records.http()
                .get(path("room", id) + "/history")
                .send()
                .json()
                .path("data")
                .get(0)
                .path("before")
                .path("name")
                .asText();
        String start = records.now();
        Http.Answer answer = restore("back to the first", "room", id, 1)
                .ifMatch("\"3\"")
                .answers(200)
                .logs(1)
                .run(server);
        assertThat(answer.header("ETag")).hasValue("\"4\"");
        assertThat(answer.json().path("floor").asInt()).isEqualTo(1);
        assertThat(answer.json().path("name").asText()).isEqualTo(name);
        assertThat(answer.json()).isEqualTo(records.get("room", id));
        JsonNode change = records.since(start).get(0);
        assertThat(Records.brief(List.of(change))).containsExactly("restore room " + id + " v4");
        assertThat(change.path("before").toString()).isEqualTo("{\"name\":null,\"floor\":2}");
        assertThat(change.path("changes").path("floor").asInt()).isEqualTo(1);
        restore("nothing differs", "room", id, 1)
                .ifMatch("\"4\"")
                .answers(200)
                .with("\"version\":4")
                .run(server);
        restore("its own version", "room", id, 4).ifMatch("*").answers(200).run(server);
    }

    @Test
    void the_condition_is_that_of_a_patch() {
        long id = changedRoom();
        restore("none", "room", id, 1).refused(428, "condition-required").run(server);
        restore("a stale one", "room", id, 1)
                .ifMatch("\"2\"")
                .refused(412, "version-conflict")
                .run(server);
    }

    @Test
    void a_record_that_is_deleted_softly_comes_back_with_the_old_values() {
        long id = changedRoom();
        delete("room", id);
        String start = records.now();
        JsonNode back = restore("revived", "room", id, 2)
                .ifMatch("\"4\"")
                .answers(200)
                .logs(1)
                .with("\"floor\":2", "\"deletedAt\":null")
                .run(server)
                .json();
        assertThat(back.path("name").asText()).startsWith("blue");
        JsonNode change = records.since(start).get(0);
        assertThat(change.path("type").asText()).isEqualTo("room.restored");
        assertThat(change.path("changes").path("floor").asInt()).isEqualTo(2);
        delete("room", id);
        restore("as it was when it was deleted", "room", id, 4)
                .ifMatch("*")
                .answers(200)
                .logs(1)
                .with("\"name\":null")
                .run(server);
        long self = records.createNumbered("room", "");
        records.patch("room", self, 1, "{\"within\":" + self + "}");
        records.patch("room", self, 2, "{\"within\":null}");
        delete("room", self);
        restore("a reference to itself", "room", self, 2)
                .ifMatch("*")
                .answers(200)
                .logs(1)
                .with("\"within\":" + self)
                .run(server);
    }

    @Test
    void links_and_passwords_stay_as_they_are() {
        long id = records.createNumbered("article", "\"title\":\"a\"");
        String label = "label" + RecordsServer.number();
        records.create("label", "{\"id\":\"" + label + "\"}");
        records.patch("article", id, 1, "{\"labels\":[\"" + label + "\"],\"title\":\"b\"}");
        restore("without its links", "article", id, 1)
                .ifMatch("*")
                .answers(200)
                .logs(1)
                .with("\"title\":\"a\"")
                .run(server);
        assertThat(records.http()
                        .get(path("article", id) + "/labels")
                        .send()
                        .json()
                        .path("data"))
                .hasSize(1);
        long member = records.createNumbered("member", "\"name\":\"n\",\"pin\":\"4711\"");
        records.patch("member", member, 1, "{\"name\":\"m\"}");
        restore("with its password", "member", member, 1)
                .ifMatch("*")
                .answers(200)
                .logs(1)
                .run(server);
        assertThat(records.http()
                        .get("/api/records/member?filter[pin][isNotNull]=true&filter[id]=" + member)
                        .send()
                        .json()
                        .path("data"))
                .hasSize(1);
    }

    @Test
    void the_rules_of_today_hold() {
        String name = "red" + RecordsServer.number();
        long id = records.createNumbered("room", "\"name\":\"" + name + "\"");
        records.patch("room", id, 1, "{\"name\":null}");
        records.createNumbered("room", "\"name\":\"" + name + "\"");
        restore("another has the name", "room", id, 1)
                .ifMatch("*")
                .refused(409, "unique-violation")
                .run(server);
        long outer = records.createNumbered("room", "");
        long inner = records.createNumbered("room", "\"within\":" + outer);
        records.patch("room", inner, 1, "{\"within\":null}");
        delete("room", outer);
        restore("what it referred to is deleted", "room", inner, 1)
                .ifMatch("*")
                .refused(422, "validation-failed")
                .with("\"exists\"", "/within")
                .run(server);
        delete("room", inner);
        restore("also of a deleted one", "room", inner, 1)
                .ifMatch("*")
                .refused(422, "validation-failed")
                .with("\"exists\"")
                .run(server);
    }

    @Test
    void what_is_not_there_cannot_come_back() {
        long id = changedRoom();
        restore("not yet", "room", id, 4)
                .ifMatch("*")
                .refused(404, "unknown-version")
                .with("\"version\":4")
                .run(server);
        restore("never", "room", RecordsServer.number(), 1)
                .ifMatch("*")
                .refused(404, "unknown-record")
                .run(server);
        long gone = records.createNumbered("shipment", "\"note\":\"a\"");
        delete("shipment", gone);
        restore("gone for good", "shipment", gone, 1)
                .ifMatch("*")
                .refused(404, "unknown-record")
                .run(server);
        records.create("shipment", "{\"id\":" + gone + "}");
        restore("its end", "shipment", gone, 2)
                .ifMatch("*")
                .refused(404, "unknown-version")
                .run(server);
        restore("before its end", "shipment", gone, 1)
                .ifMatch("*")
                .answers(200)
                .logs(1)
                .with("\"note\":\"a\"")
                .run(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\":0}",
                "{\"version\":-1}",
                "{\"version\":1.5}",
                "{\"version\":\"1\"}",
                "{\"version\":null}",
                "{\"version\":9223372036854775808}",
                "{\"version\":1,\"floor\":2}",
                "{\"floor\":2}",
                "[1]",
                "{\"version\":1,\"version\":2}"
            })
    void another_body_is_refused(String body) {
        long id = changedRoom();
        Scenario.of("a bad body", "POST", path("room", id) + "/restore")
                .ifMatch("*")
                .json(body)
                .refused(400, "malformed-request")
                .run(server);
    }
}
