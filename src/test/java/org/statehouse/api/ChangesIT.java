package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.log.Cursor;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The changefeed by polling, over HTTP from the packaged server. */
class ChangesIT {

    private static final long FIRST_ID = 7_100_000;

    private static Http http;

    @BeforeAll
    static void start() {
        http = Server.shared().http();
    }

    @Test
    void a_record_is_followed_from_its_creation_to_its_end() {
        String start = cursorNow();
        String record = "/api/records/genre/" + FIRST_ID;
        ok(
                201,
                http.post("/api/records/genre")
                        .json(Map.of("id", FIRST_ID, "name", "Fado"))
                        .send());
        ok(
                200,
                http.patch(record)
                        .ifMatch(1)
                        .body("application/merge-patch+json", "{\"name\":null}")
                        .send());
        ok(
                200,
                http.patch(record)
                        .ifMatch(2)
                        .body("application/merge-patch+json", "{\"name\":null}")
                        .send());
        ok(
                412,
                http.patch(record)
                        .ifMatch(1)
                        .body("application/merge-patch+json", "{\"name\":\"x\"}")
                        .send());
        ok(204, http.delete(record).ifMatch(2).send());

        List<JsonNode> changes = changes("since=" + start + "&models=genre");

        assertThat(changes)
                .extracting(change -> change.path("type").asText() + " " + change.path("version") + " "
                        + change.path("changes") + " " + change.path("before"))
                .containsExactly(
                        "genre.created 1 {\"name\":\"Fado\"} ",
                        "genre.updated 2 {\"name\":null} {\"name\":\"Fado\"}",
                        "genre.deleted 3 {} {\"name\":null}");
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.path("id").asLong()).isEqualTo(FIRST_ID);
            assertThat(change.path("by").asText()).isEqualTo("anonymous");
            assertThat(change.path("request").asText()).isNotEmpty();
        });
    }

    @Test
    void every_change_and_every_write_gives_a_cursor_that_goes_on_after_it() {
        String start = cursorNow();
        List<String> written = new ArrayList<>();
        for (long id = FIRST_ID + 10; id < FIRST_ID + 15; id++) {
            Http.Answer created =
                    http.post("/api/records/genre").json(Map.of("id", id)).send();
            written.add(created.header("Statehouse-Position").orElseThrow());
        }
        List<JsonNode> all = changes("since=" + start + "&models=genre");
        assertThat(all).hasSize(5);
        for (int i = 0; i < all.size(); i++) {
            List<JsonNode> rest = all.subList(i + 1, all.size());
            String cursor = all.get(i).path("cursor").asText();
            assertThat(changes("since=" + cursor + "&models=genre")).isEqualTo(rest);
            assertThat(changes("since=" + written.get(i) + "&models=genre")).isEqualTo(rest);
        }
        for (long id = FIRST_ID + 10; id < FIRST_ID + 15; id++) {
            ok(204, http.delete("/api/records/genre/" + id).ifMatch(1).send());
        }
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        String cursor = cursorNow();
        for (long id = FIRST_ID + 20; id < FIRST_ID + 25; id++) {
            ok(201, http.post("/api/records/genre").json(Map.of("id", id)).send());
        }
        List<Long> ids = new ArrayList<>();
        boolean more = true;
        while (more) {
            JsonNode page = page("since=" + cursor + "&limit=2&models=genre");
            page.path("changes").forEach(change -> ids.add(change.path("id").asLong()));
            cursor = page.path("cursor").asText();
            more = page.path("more").asBoolean();
        }
        assertThat(ids).containsExactly(FIRST_ID + 20, FIRST_ID + 21, FIRST_ID + 22, FIRST_ID + 23, FIRST_ID + 24);
        ids.forEach(
                id -> ok(204, http.delete("/api/records/genre/" + id).ifMatch(1).send()));
    }

    @Test
    void who_lists_and_then_follows_sees_what_came_after_the_list() {
        ok(
                201,
                http.post("/api/records/genre")
                        .json(Map.of("id", FIRST_ID + 30))
                        .send());
        String position =
                http.get("/api/records/genre").send().json().path("position").asText();
        ok(204, http.delete("/api/records/genre/" + (FIRST_ID + 30)).ifMatch(1).send());
        assertThat(changes("since=" + position + "&models=genre"))
                .extracting(change -> change.path("type").asText())
                .containsExactly("genre.deleted");
    }

    @Test
    void a_link_is_a_change_of_its_owner() {
        long id = FIRST_ID + 40;
        Map<String, Object> track =
                Map.of("id", id, "name", "t", "mediaType", id, "milliseconds", 1, "unitPrice", 0.99);
        ok(201, http.post("/api/records/mediaType").json(Map.of("id", id)).send());
        ok(201, http.post("/api/records/track").json(track).send());
        ok(
                201,
                http.post("/api/records/playlist")
                        .json(Map.of("id", id, "name", "p"))
                        .send());
        String start = cursorNow();
        ok(200, http.put("/api/records/playlist/" + id + "/tracks/" + id).send());
        ok(200, http.put("/api/records/playlist/" + id + "/tracks/" + id).send());
        ok(200, http.delete("/api/records/playlist/" + id + "/tracks/" + id).send());
        assertThat(changes("since=" + start))
                .extracting(change -> change.path("type").asText() + " " + change.path("changes"))
                .containsExactly(
                        "playlist.linked {\"tracks\":{\"add\":[" + id + "],\"remove\":[]}}",
                        "playlist.unlinked {\"tracks\":{\"add\":[],\"remove\":[" + id + "]}}");
        ok(
                204,
                http.delete("/api/records/playlist/" + id)
                        .header("If-Match", "*")
                        .send());
        ok(204, http.delete("/api/records/track/" + id).header("If-Match", "*").send());
        ok(
                204,
                http.delete("/api/records/mediaType/" + id)
                        .header("If-Match", "*")
                        .send());
    }

    @Test
    void a_cursor_that_cannot_be_resumed_is_refused_and_says_how_to_go_on() {
        Cursor now = Cursor.parse(cursorNow());
        long beyond = now.prefix() + 1_000_000;
        resync("ahead", new Cursor(now.epoch(), beyond, 0, now.check(), beyond, List.of()));
        resync("epoch", new Cursor(now.epoch() + 1, now.prefix(), 0, now.check(), now.prefix(), List.of()));
        resync("rewritten", new Cursor(now.epoch(), now.prefix(), 0, now.check() + 1, now.prefix(), List.of()));
    }

    @Test
    void what_is_not_understood_is_refused() {
        refused(400, "bad-cursor", "/api/changes?since=AAAA");
        refused(400, "bad-cursor", "/api/changes?since=");
        refused(400, "bad-query", "/api/changes?limit=1001");
        refused(400, "bad-query", "/api/changes?wait=61");
        refused(400, "bad-query", "/api/changes?filter=%7B%7D");
        refused(400, "bad-query", "/api/changes?models=nothing");
        refused(400, "bad-query", "/api/changes?sinze=now");
        Http.Answer stream =
                http.get("/api/changes").header("Accept", "text/csv").send();
        assertThat(stream.status()).isEqualTo(406);
        assertThat(stream.json().path("slug").asText()).isEqualTo("not-acceptable");
    }

    @Test
    void the_publication_of_the_catalog_is_in_the_log() {
        JsonNode first = page("limit=1").path("changes").path(0);
        assertThat(first.path("type").asText()).isEqualTo("catalog.published");
        assertThat(first.path("version").asLong()).isPositive();
    }

    private static String cursorNow() {
        return page("since=now").path("cursor").asText();
    }

    private static List<JsonNode> changes(String query) {
        List<JsonNode> changes = new ArrayList<>();
        page(query + "&limit=1000").path("changes").forEach(changes::add);
        return changes;
    }

    private static JsonNode page(String query) {
        Http.Answer answer = http.get("/api/changes?" + query).send();
        ok(200, answer);
        return answer.json();
    }

    private static void resync(String reason, Cursor cursor) {
        Http.Answer answer = http.get("/api/changes?since=" + cursor.text()).send();
        ok(410, answer);
        assertThat(answer.json().path("slug").asText()).isEqualTo("resync");
        assertThat(answer.json().path("reason").asText()).isEqualTo(reason);
        page("limit=1&since=" + answer.json().path("oldest").asText());
    }

    private static void refused(int status, String slug, String path) {
        Http.Answer answer = http.get(path).send();
        ok(status, answer);
        assertThat(answer.json().path("slug").asText()).isEqualTo(slug);
    }

    private static void ok(int status, Http.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    }
}
