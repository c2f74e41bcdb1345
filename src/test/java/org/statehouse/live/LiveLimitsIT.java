package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/** What a node refuses because it has enough, and what it lets go of because nobody is there. */
class LiveLimitsIT {

    private static final long FIRST = 1_000_000;

    private static Server server;

    @BeforeAll
    static void start() {
        server = SmallServer.get();
    }

    /** Clients of other tests may have gone a moment ago. */
    @BeforeEach
    void nobodyIsThere() {
        for (String those : List.of("feed_sockets", "feed_streams", "feed_waiters")) {
            await(those)
                    .untilAsserted(() -> assertThat(SmallServer.metric(those)).isZero());
        }
    }

    @Test
    void a_node_takes_so_many_sockets_and_another_one_when_one_has_gone() throws Exception {
        List<LiveClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < SmallServer.SOCKETS; i++) {
                clients.add(LiveClient.open(server));
            }
            assertThatThrownBy(() -> LiveClient.connect(server, LiveClient.JSON, Map.of()))
                    .isInstanceOfSatisfying(
                            LiveClient.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(503));
            clients.remove(0).close();
            await().until(() -> SmallServer.metric("feed_sockets") < SmallServer.SOCKETS);
            clients.add(LiveClient.open(server));
        } finally {
            clients.forEach(LiveClient::close);
        }
    }

    @Test
    void a_node_takes_so_many_streams_and_says_when_to_come_again() throws Exception {
        List<InputStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < SmallServer.STREAMS; i++) {
                HttpResponse<InputStream> stream = stream();
                assertThat(stream.statusCode()).isEqualTo(200);
                streams.add(stream.body());
            }
            requireBusy(server.http()
                    .get("/api/changes")
                    .header("Accept", "text/event-stream")
                    .send());
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void a_node_lets_so_many_wait_and_they_are_answered_all_the_same() {
        String cursor = server.http()
                .get("/api/changes?since=now")
                .send()
                .json()
                .path("cursor")
                .asText();
        String waiting = "/api/changes?models=note&wait=30&since=" + cursor;
        List<CompletableFuture<Http.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < SmallServer.WAITERS; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> server.http().get(waiting).send()));
        }
        await().until(() -> SmallServer.metric("feed_waiters") == SmallServer.WAITERS);
        requireBusy(server.http().get(waiting).send());
        create("note", Map.of("id", FIRST, "text", "x"));
        for (CompletableFuture<Http.Answer> answer : answers) {
            assertThat(answer.join().json().path("changes")).hasSize(1);
        }
    }

    @Test
    void a_socket_has_so_many_subscriptions_and_another_one_when_one_has_ended() {
        try (LiveClient client = LiveClient.open(server)) {
            for (int i = 0; i < SmallServer.SUBSCRIPTIONS; i++) {
                client.send(Map.of("type", "subscribe", "id", "s" + i, "model", "note"));
                client.next("live");
            }
            Map<String, Object> more = Map.of("type", "subscribe", "id", "more", "model", "note");
            client.send(more);
            JsonNode error = client.next("error");
            assertThat(error.path("slug").asText()).isEqualTo("too-many");
            assertThat(error.path("max").asInt()).isEqualTo(SmallServer.SUBSCRIPTIONS);
            client.send(Map.of("type", "unsubscribe", "id", "s0"));
            client.next("unsubscribed");
            client.send(more);
            client.next("live");
        }
    }

    @Test
    void a_snapshot_that_would_be_too_large_is_refused_and_says_what_to_do() {
        String rows = LongStream.rangeClosed(1, SmallServer.SNAPSHOT_ROWS + 1)
                .mapToObj(i -> "{\"id\":" + (2 * FIRST + i) + ",\"text\":\"many\"}\n")
                .collect(Collectors.joining());
        Http.Answer accepted = server.http()
                .post("/api/records/note/import")
                .body("application/x-ndjson", rows)
                .send();
        String job = URI.create(accepted.header("Location").orElseThrow()).getPath();
        await().until(() -> server.http().get(job).send().text().contains("\"done\""));
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of("type", "subscribe", "id", "a", "model", "note", "snapshot", true));
            JsonNode error = client.next("error");
            assertThat(error.path("slug").asText()).isEqualTo("query-too-costly");
            assertThat(error.path("detail").asText()).contains("Filter it");
            client.send(Map.of(
                    "type",
                    "subscribe",
                    "id",
                    "a",
                    "model",
                    "note",
                    "snapshot",
                    true,
                    "filter",
                    Map.of("id", Map.of("lte", 2 * FIRST + SmallServer.SNAPSHOT_ROWS), "text", "many")));
            List<JsonNode> messages =
                    client.until(message -> message.path("type").asText().equals("live"));
            assertThat(messages.stream()
                            .mapToInt(message -> message.path("data").size())
                            .sum())
                    .isEqualTo(SmallServer.SNAPSHOT_ROWS);
        }
    }

    @Test
    void a_client_that_is_gone_without_a_word_is_let_go_of() {
        try (LiveClient there = LiveClient.open(server);
                LiveClient gone = LiveClient.open(server)) {
            gone.stall();
            await().untilAsserted(
                            () -> assertThat(SmallServer.metric("feed_sockets")).isEqualTo(1));
            there.send(Map.of("type", "ping"));
            there.next("pong");
        }
    }

    private static void requireBusy(Http.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(503);
        assertThat(answer.json().path("slug").asText()).isEqualTo("busy");
        assertThat(answer.header("Retry-After")).isPresent();
    }

    private static HttpResponse<InputStream> stream() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.uri() + "/api/changes"))
                .header("Accept", "text/event-stream")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    static void create(String model, Map<String, ?> record) {
        Http.Answer answer = SmallServer.get()
                .http()
                .post("/api/records/" + model)
                .json(record)
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }
}
