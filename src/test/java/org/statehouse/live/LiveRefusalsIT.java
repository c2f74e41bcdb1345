package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/** What the socket answers to those who do not keep to its rules, over a real one. */
class LiveRefusalsIT {

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.shared();
    }

    @Test
    void a_handshake_of_another_page_or_in_another_protocol_is_refused() throws Exception {
        record Row(Map<String, String> headers, String protocol, int status) {}
        for (Row row : List.of(
                new Row(Map.of("Origin", "https://elsewhere.example"), LiveClient.JSON, 403),
                new Row(Map.of("Origin", "null"), LiveClient.JSON, 403),
                new Row(Map.of("Origin", server.uri() + ".example"), LiveClient.JSON, 403),
                new Row(Map.of(), "graphql-ws", 400))) {
            assertThatThrownBy(() -> LiveClient.connect(server, row.protocol(), row.headers()))
                    .as(row.toString())
                    .isInstanceOfSatisfying(
                            LiveClient.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(row.status()));
        }
        LiveClient.connect(server, "", Map.of("Origin", server.uri().toString()))
                .close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|bad-message",
                "[]|bad-message",
                "{\"type\":7}|bad-message",
                "{\"type\":\"sing\"}|bad-message",
                "{\"type\":\"hello\"}|bad-message",
                "{\"type\":\"ping\",\"x\":1}|bad-message",
                "{\"type\":\"auth\",\"token\":\"x\"}|not-supported",
                "{\"type\":\"subscribe\",\"model\":\"genre\"}|bad-message",
                "{\"type\":\"subscribe\",\"id\":\"\",\"model\":\"genre\"}|bad-message",
                "{\"type\":\"subscribe\",\"id\":\"a\"}|bad-message",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"nothing\"}|unknown-model",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"filter\":[]}|bad-query",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"filter\":{\"nmae\":1}}|bad-query",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"track\",\"filter\":{\"album.title\":\"x\"}}|bad-query",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"fields\":[\"nmae\"]}|bad-query",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"fields\":[]}|bad-message",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"record\":\"x\"}|bad-message",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"since\":\"AAAA\"}|bad-cursor",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"since\":\"AAAA\",\"snapshot\":true}|bad-message",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"snapshot\":1}|bad-message",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"state\":\"global\"}|not-supported",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"locks\":true}|not-supported",
                "{\"type\":\"subscribe\",\"id\":\"a\",\"model\":\"genre\",\"coalesce\":1}|bad-message",
                "{\"type\":\"unsubscribe\",\"id\":\"never\"}|bad-message",
                "{\"type\":\"call\",\"ref\":1,\"method\":\"BREW\",\"path\":\"/api/metadata\"}|bad-message",
                "{\"type\":\"call\",\"ref\":1,\"method\":\"GET\",\"path\":\"/health\"}|bad-message",
                "{\"type\":\"call\",\"ref\":1,\"method\":\"GET\",\"path\":\"/api/a b\"}|bad-message",
                "{\"type\":\"call\",\"ref\":1,\"method\":\"GET\",\"path\":\"/api/metadata\",\"headers\":{\"Host\":\"x\"}}|bad-message",
                "{\"type\":\"call\",\"method\":\"GET\",\"path\":\"/api/metadata\"}|bad-message"
            })
    void a_message_that_cannot_be_understood_is_answered_and_the_socket_stays_open(String message, String slug) {
        try (LiveClient client = LiveClient.open(server)) {
            client.sendText(message);
            JsonNode error = client.next("error");
            assertThat(error.path("slug").asText()).as(error.toString()).isEqualTo(slug);
            assertThat(error.path("detail").asText()).isNotBlank();
            assertThat(error.path("temporary").asBoolean(true)).isFalse();
            client.send(Map.of("type", "ping"));
            client.next("pong");
        }
    }

    @Test
    void two_subscriptions_of_one_name_are_refused() {
        try (LiveClient client = LiveClient.open(server)) {
            client.send(Map.of("type", "subscribe", "id", "a", "model", "genre"));
            client.next("live");
            client.send(Map.of("type", "subscribe", "id", "a", "model", "genre"));
            JsonNode error = client.next("error");
            assertThat(error.path("slug").asText()).isEqualTo("bad-message");
            assertThat(error.path("id").asText()).isEqualTo("a");
        }
    }

    @Test
    void who_does_not_greet_is_sent_away() throws Exception {
        try (LiveClient client = LiveClient.connect(server, LiveClient.JSON, Map.of())) {
            client.send(Map.of("type", "ping"));
            assertThat(client.next("error").path("slug").asText()).isEqualTo("bad-message");
            assertThat(client.closeCode()).isEqualTo(LiveSocket.PROTOCOL);
        }
        try (LiveClient client = LiveClient.connect(server, LiveClient.JSON, Map.of())) {
            assertThat(client.closeCode()).isEqualTo(LiveSocket.TIMED_OUT);
        }
    }

    @Test
    void frames_that_are_none_floods_and_giants_close_the_socket() {
        try (LiveClient client = LiveClient.open(server)) {
            client.sendText("{not json");
            assertThat(client.closeCode()).isEqualTo(LiveSocket.PROTOCOL);
        }
        try (LiveClient client = LiveClient.open(server)) {
            client.sendBytes(new byte[] {1});
            assertThat(client.closeCode()).isEqualTo(LiveSocket.WRONG_FRAME);
        }
        try (LiveClient client = LiveClient.open(server)) {
            for (int i = 0; i < 250; i++) {
                client.sendText("{\"type\":\"ping\"}");
            }
            assertThat(client.closeCode()).isEqualTo(LiveSocket.FLOOD);
        }
        try (LiveClient client = LiveClient.open(server)) {
            client.sendText("{\"type\":\"hello\",\"client\":\"" + "x".repeat(70_000) + "\"}");
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }
}
