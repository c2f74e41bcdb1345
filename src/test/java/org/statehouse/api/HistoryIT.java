package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The changes of one record, and the difference between two of its versions. */
class HistoryIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static String path(String model, Object id) {
        return "/api/records/" + model + "/" + id;
    }

    private JsonNode history(String model, Object id, String query) {
        Http.Answer answer = Scenario.of("a history", "GET", path(model, id) + "/history" + query)
                .answers(200)
                .run(server);
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(answer.header("ETag")).isEmpty();
        return answer.json();
    }

    private static List<Long> versions(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(change -> change.path("version").asLong())
                .toList();
    }

    private long changedShipment() {
        long id = records.createNumbered("shipment", "\"note\":\"first\",\"pieces\":1");
        records.patch("shipment", id, 1, "{\"note\":\"second\"}");
        records.patch("shipment", id, 2, "{\"pieces\":2,\"note\":null}");
        return id;
    }

    @Test
    void a_record_has_its_changes_the_newest_first_as_the_changefeed_has_them() {
        String start = records.now();
        long id = changedShipment();
        JsonNode page = history("shipment", id, "");
        assertThat(versions(page)).containsExactly(3L, 2L, 1L);
        assertThat(page.path("page").path("next").isNull()).isTrue();
        assertThat(page.path("page").path("limit").asInt()).isEqualTo(50);
        List<JsonNode> feed = records.since(start);
        for (int i = 0; i < 3; i++) {
            JsonNode change = page.path("data").get(i).deepCopy();
            JsonNode told = feed.get(2 - i);
            for (String member : List.of(
                    "at", "type", "model", "id", "version", "op", "changes", "before", "by", "request", "origin")) {
                assertThat(change.path(member)).as(member).isEqualTo(told.path(member));
            }
            assertThat(change.has("dropped")).isFalse();
        }
        assertThat(page.path("data").get(0).path("before").toString()).isEqualTo("{\"note\":\"second\",\"pieces\":1}");
        assertThat(page.path("data").get(0).path("changes").toString()).isEqualTo("{\"note\":null,\"pieces\":2}");
    }

    @Test
    void a_changes_cursor_is_the_place_where_the_feed_goes_on_after_it() {
        long id = changedShipment();
        String second =
                history("shipment", id, "").path("data").get(1).path("cursor").asText();
        assertThat(Records.brief(records.since(second))).contains("update shipment " + id + " v3");
        assertThat(Records.brief(records.since(second))).doesNotContain("update shipment " + id + " v2");
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        long id = changedShipment();
        List<Long> seen = new ArrayList<>();
        String after = "";
        for (int pages = 0; pages < 5 && !after.equals("null"); pages++) {
            JsonNode page = history("shipment", id, "?limit=1" + (after.isEmpty() ? "" : "&after=" + after));
            assertThat(page.path("data")).hasSize(1);
            seen.addAll(versions(page));
            after = page.path("page").path("next").asText();
        }
        assertThat(seen).containsExactly(3L, 2L, 1L);
    }

    @Test
    void a_record_that_is_gone_for_good_keeps_its_history_and_one_of_the_same_id_goes_on_with_it() {
        long id = changedShipment();
        Scenario.of("gone", "DELETE", path("shipment", id))
                .ifMatch("*")
                .answers(204)
                .logs(1)
                .rows("shipment", -1)
                .run(server);
        JsonNode gone = history("shipment", id, "");
        assertThat(versions(gone)).containsExactly(4L, 3L, 2L, 1L);
        assertThat(gone.path("data").get(0).path("op").asText()).isEqualTo("delete");
        assertThat(gone.path("data").get(0).path("before").path("pieces").asInt())
                .isEqualTo(2);
        records.create("shipment", "{\"id\":" + id + "}");
        assertThat(versions(history("shipment", id, "?limit=2"))).containsExactly(5L, 4L);
    }

    @Test
    void links_soft_deletes_and_restores_are_changes_of_their_record() {
        long id = records.createNumbered("room", "\"floor\":1");
        String topic = "topic" + RecordsServer.number();
        records.create("topic", "{\"id\":\"" + topic + "\"}");
        Scenario.of("a link", "PUT", path("room", id) + "/topics/" + topic)
                .answers(200)
                .logs(1)
                .rows("room_topics", 1)
                .run(server);
        Scenario.of("deleted", "DELETE", path("room", id))
                .ifMatch("*")
                .answers(204)
                .logs(1)
                .rows("room_topics", -1)
                .run(server);
        Scenario.of("restored", "POST", path("room", id) + "/restore")
                .ifMatch("*")
                .answers(200)
                .logs(1)
                .run(server);
        JsonNode data = history("room", id, "").path("data");
        assertThat(data.findValuesAsText("op")).containsExactly("restore", "delete", "link", "create");
        assertThat(data.get(2).path("changes").path("topics").path("add").get(0).asText())
                .isEqualTo(topic);
    }

    @Test
    void a_difference_has_what_is_another_value_in_the_end() {
        long id = changedShipment();
        records.patch("shipment", id, 3, "{\"pieces\":1,\"price\":\"2.50\"}");
        JsonNode difference = history("shipment", id, "?from=1&to=4");
        assertThat(difference.path("model").asText()).isEqualTo("shipment");
        assertThat(difference.path("id").asLong()).isEqualTo(id);
        JsonNode page = history("shipment", id, "").path("data");
        for (String member : List.of("version", "at", "by", "op")) {
            assertThat(difference.path("from").path(member))
                    .isEqualTo(page.get(3).path(member));
            assertThat(difference.path("to").path(member)).isEqualTo(page.get(0).path(member));
        }
        assertThat(difference.path("changes").toString())
                .isEqualTo("{\"note\":{\"from\":\"first\",\"to\":null},\"price\":{\"from\":null,\"to\":2.5}}");
        assertThat(history("shipment", id, "?from=4&to=1")
                        .path("changes")
                        .path("note")
                        .toString())
                .isEqualTo("{\"from\":null,\"to\":\"first\"}");
        assertThat(history("shipment", id, "?from=2&to=2").path("changes")).isEmpty();
    }

    @Test
    void a_difference_over_an_end_and_over_links_tells_both() {
        long id = records.createNumbered("article", "\"title\":\"a\"");
        String label = "label" + RecordsServer.number();
        String other = "label" + RecordsServer.number();
        records.create("label", "{\"id\":\"" + label + "\"}");
        records.create("label", "{\"id\":\"" + other + "\"}");
        records.patch("article", id, 1, "{\"labels\":[\"" + label + "\"]}");
        records.patch("article", id, 2, "{\"labels\":[\"" + other + "\"]}");
        assertThat(history("article", id, "?from=1&to=3").path("links").toString())
                .isEqualTo("{\"labels\":{\"add\":[\"" + other + "\"],\"remove\":[]}}");
        assertThat(history("article", id, "?from=3&to=2").path("links").toString())
                .isEqualTo("{\"labels\":{\"add\":[\"" + label + "\"],\"remove\":[\"" + other + "\"]}}");
        assertThat(history("article", id, "?from=1&to=3").path("changes")).isEmpty();
        Scenario.of("gone", "DELETE", path("article", id))
                .ifMatch("*")
                .answers(204)
                .logs(1)
                .rows("article", -1)
                .rows("article_labels", -1)
                .run(server);
        JsonNode end = history("article", id, "?from=3&to=4");
        assertThat(end.path("to").path("op").asText()).isEqualTo("delete");
        assertThat(end.path("changes").toString()).isEqualTo("{\"title\":{\"from\":\"a\",\"to\":null}}");
    }

    @Test
    void a_difference_tells_what_links_have_of_their_own() {
        long one = RecordsServer.number();
        long two = RecordsServer.number();
        long three = RecordsServer.number();
        for (long track : List.of(one, two, three)) {
            records.create("track", "{\"id\":" + track + ",\"title\":\"t\"}");
        }
        long id = records.createNumbered(
                "playlist",
                "\"name\":\"p\",\"tracks\":[{\"id\":" + one + ",\"position\":1},{\"id\":" + two + ",\"position\":2}]");
        records.patch(
                "playlist",
                id,
                1,
                "{\"tracks\":[{\"id\":" + one + ",\"position\":9},{\"id\":" + three + ",\"position\":3}]}");
        JsonNode links = history("playlist", id, "?from=1&to=2").path("links").path("tracks");
        assertThat(links.path("add").get(0).path("id").asLong()).isEqualTo(three);
        assertThat(links.path("add").get(0).path("position").asInt()).isEqualTo(3);
        assertThat(links.path("remove").toString()).isEqualTo("[" + two + "]");
        assertThat(links.path("set").get(0).path("id").asLong()).isEqualTo(one);
        assertThat(links.path("set").get(0).path("position").asInt()).isEqualTo(9);
        JsonNode back = history("playlist", id, "?from=2&to=1").path("links").path("tracks");
        assertThat(back.path("add").get(0).path("position").asInt()).isEqualTo(2);
        assertThat(back.path("remove").toString()).isEqualTo("[" + three + "]");
        assertThat(back.path("set").get(0).path("position").asInt()).isEqualTo(1);
        records.patch(
                "playlist",
                id,
                2,
                "{\"tracks\":[{\"id\":" + one + ",\"position\":1},{\"id\":" + two + ",\"position\":2}]}");
        assertThat(history("playlist", id, "?from=1&to=3").has("links"))
                .as("all as it was")
                .isFalse();
        assertThat(history("playlist", id, "")
                        .path("data")
                        .get(1)
                        .path("before")
                        .path("tracks"))
                .isNotEmpty();
    }

    @Test
    void a_password_is_in_no_history() {
        long id = records.createNumbered("member", "\"name\":\"n\",\"secret\":\"Correct-horse-7\",\"pin\":\"pin-one\"");
        records.patch("member", id, 1, "{\"pin\":\"pin-two\",\"name\":\"m\"}");
        for (String query : List.of("", "?from=1&to=2")) {
            assertThat(history("member", id, query).toString()).doesNotContain("secret", "pin\"", "argon2", "pin-");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?limit=0 | limit",
                "?limit=1001 | limit",
                "?limit=ten | limit",
                "?limit=1&limit=2 | limit",
                "?sort=at | sort",
                "?from=1 | from",
                "?to=1 | to",
                "?from=0&to=1 | from",
                "?from=1&to=x | to",
                "?from=1&to=2&limit=3 | limit",
                "?from=1&to=2&after=x | after",
                "?asOf=2026-01-01T00:00:00Z | asOf",
                "?fields=note | fields"
            })
    void what_cannot_be_asked_is_named(String query, String parameter) {
        long id = records.createNumbered("shipment", "");
        Scenario.of("a bad query", "GET", path("shipment", id) + "/history" + query)
                .refused(400, "bad-query")
                .with("\"parameter\":\"" + parameter + "\"")
                .run(server);
    }

    @Test
    void what_is_not_there_is_named() {
        long id = records.createNumbered("shipment", "");
        long other = changedShipment();
        Scenario.of("no such model", "GET", path("nothing", 1) + "/history")
                .refused(404, "unknown-model")
                .run(server);
        Scenario.of("no such record", "GET", path("shipment", RecordsServer.number()) + "/history")
                .refused(404, "unknown-record")
                .run(server);
        Scenario.of("no such id", "GET", path("shipment", "x") + "/history")
                .refused(404, "unknown-record")
                .run(server);
        Scenario.of(
                        "no such record's versions",
                        "GET",
                        path("shipment", RecordsServer.number()) + "/history?from=1&to=2")
                .refused(404, "unknown-record")
                .run(server);
        Scenario.of("no such version", "GET", path("shipment", id) + "/history?from=1&to=2")
                .refused(404, "unknown-version")
                .with("\"version\":2")
                .run(server);
        String next =
                history("shipment", other, "?limit=1").path("page").path("next").asText();
        Scenario.of("the cursor of another history", "GET", path("shipment", id) + "/history?after=" + next)
                .refused(400, "bad-cursor")
                .run(server);
        for (String text : List.of("", "x", "bnVsbA", "W10", "%7B", records.now())) {
            Scenario.of("no cursor", "GET", path("shipment", id) + "/history?after=" + text)
                    .refused(400, "bad-cursor")
                    .run(server);
        }
        Scenario.of("not to be written", "PUT", path("shipment", id) + "/history")
                .refused(405, "method-not-allowed")
                .run(server);
    }
}
