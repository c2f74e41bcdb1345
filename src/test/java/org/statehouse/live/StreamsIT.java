package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveStream;
import org.statehouse.testkit.Server;

/** Server-sent events and long polling from the packaged server. */
class StreamsIT {

    private static final long FIRST = 8_300_000;

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.shared();
    }

    @Test
    void events_come_as_they_happen_and_a_new_stream_goes_on_after_the_last_id() throws Exception {
        String last;
        try (LiveStream events = LiveStream.open(server, "models=genre&since=now", null)) {
            assertThat(events.next().id()).isNotEmpty();
            create(FIRST);
            LiveStream.Event created = events.nextData();
            assertThat(json(created).path("changes").get(0).path("type").asText())
                    .isEqualTo("genre.created");
            assertThat(json(created).path("last").asBoolean()).isTrue();
            assertThat(json(created).path("cursor").asText()).isEqualTo(created.id());
            last = created.id();
        }
        delete(FIRST);
        create(FIRST + 1);
        try (LiveStream events = LiveStream.open(server, "models=genre&since=now", last)) {
            assertThat(json(events.nextData()).path("changes").get(0).path("op").asText())
                    .isEqualTo("delete");
            assertThat(json(events.nextData()).path("changes").get(0).path("id").asLong())
                    .isEqualTo(FIRST + 1);
        }
        delete(FIRST + 1);
    }

    @Test
    void a_cursor_of_another_log_is_told_and_the_stream_ends() throws Exception {
        Cursor now = Cursor.parse(server.http()
                .get("/api/changes?since=now")
                .send()
                .json()
                .path("cursor")
                .asText());
        Cursor other = new Cursor(now.epoch() + 1, now.prefix(), 0, now.check(), now.prefix(), List.of());
        try (LiveStream events = LiveStream.open(server, "", other.text())) {
            LiveStream.Event resync = events.nextData();
            assertThat(resync.name()).isEqualTo("resync");
            assertThat(json(resync).path("reason").asText()).isEqualTo("epoch");
            assertThat(events.hasEnded()).isTrue();
        }
    }

    @Test
    void who_waits_is_answered_when_something_comes_and_when_the_time_is_over() throws Exception {
        String cursor = server.http()
                .get("/api/changes?since=now")
                .send()
                .json()
                .path("cursor")
                .asText();
        String filter = URLEncoder.encode("{\"name\":\"Gavotte\"}", StandardCharsets.UTF_8);
        CompletableFuture<Http.Answer> waiting = CompletableFuture.supplyAsync(() -> server.http()
                .get("/api/changes?models=genre&wait=30&since=" + cursor + "&filter=" + filter)
                .send());
        create(FIRST + 10);
        server.http()
                .patch("/api/records/genre/" + (FIRST + 10))
                .ifMatch(1)
                .body("application/merge-patch+json", "{\"name\":\"Gavotte\"}")
                .send();
        JsonNode page = waiting.get().json();
        assertThat(page.path("changes")).hasSize(1);
        assertThat(page.path("changes").get(0).path("op").asText()).isEqualTo("enter");
        JsonNode empty = server.http()
                .get("/api/changes?models=genre&wait=1&since="
                        + page.path("cursor").asText())
                .send()
                .json();
        assertThat(empty.path("changes")).isEmpty();
        assertThat(empty.path("more").asBoolean(true)).isFalse();
        server.http().delete("/api/records/genre/" + (FIRST + 10)).ifMatch(2).send();
    }

    @Test
    void streams_that_are_not_understood_are_refused_as_problems() {
        for (String query : List.of("limit=5", "wait=5", "models=nothing", "state=a", "since=now&since=now")) {
            Http.Answer answer = server.http()
                    .get("/api/changes?" + query)
                    .header("Accept", "text/event-stream")
                    .send();
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.json().path("slug").asText()).isEqualTo("bad-query");
        }
        Http.Answer foreign = server.http()
                .get("/api/changes")
                .header("Accept", "text/event-stream")
                .header("Origin", "https://elsewhere.example")
                .send();
        assertThat(foreign.status()).isEqualTo(403);
    }

    private static void create(long id) {
        assertThat(server.http()
                        .post("/api/records/genre")
                        .json(Map.of("id", id, "name", "x"))
                        .send()
                        .status())
                .isEqualTo(201);
    }

    private static void delete(long id) {
        assertThat(server.http()
                        .delete("/api/records/genre/" + id)
                        .ifMatch(1)
                        .send()
                        .status())
                .isEqualTo(204);
    }

    private static JsonNode json(LiveStream.Event event) {
        return Json.parse(event.data().getBytes(StandardCharsets.UTF_8));
    }
}
