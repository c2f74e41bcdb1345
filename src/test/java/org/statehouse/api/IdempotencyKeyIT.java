package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** What an Idempotency-Key may be. */
class IdempotencyKeyIT {

    private final Server server = RecordsServer.get();

    private static Scenario create(String key, String code) {
        return Scenario.of("create with " + key, "POST", "/api/records/account")
                .header("Idempotency-Key", key)
                .json("{\"code\":\"" + code + "\"}");
    }

    @Test
    void a_key_that_cannot_be_is_refused_and_any_other_is_taken() {
        for (String wrong : List.of(
                "\"\"",
                "a b",
                "\"a b\"",
                "\"open",
                "a\"b",
                "a,b",
                "\"a\";x=1",
                "a;b",
                "a\\b",
                "\"a\\b\"",
                "k".repeat(256),
                "\"" + "k".repeat(256) + "\"",
                "\"" + "\\\"".repeat(1_000) + "\"")) {
            create(wrong, "K-" + RecordsServer.number())
                    .refused(400, "malformed-request")
                    .with("\"header\":\"Idempotency-Key\"")
                    .run(server);
        }
        for (String right : List.of(
                "k".repeat(255),
                "\"" + "\\\"".repeat(255) + "\"",
                ":cG9w:",
                "8e03978e-40d5-43e8-bc93-6894a57f9324",
                "\"!#$%&'()*+,-./:;<=>?@[]^_`{|}~\\\\\"")) {
            String code = "K-" + RecordsServer.number();
            Http.Answer first =
                    create(right, code).answers(201).logs(1).rows("account", 1).run(server);
            Http.Answer again = create(right, code).answers(201).replayed().run(server);
            assertThat(again.text()).isEqualTo(first.text());
        }
    }

    @Test
    void a_key_that_is_given_twice_or_is_not_ascii_is_refused() throws Exception {
        String body = "{\"code\":\"TWICE\"}";
        for (String keys : List.of("a\r\nIdempotency-Key: a", "", "k\u00e4y", "a\u0001")) {
            Stock before = Stock.of(server.dataSource());
            String answer = RawHttp.send(
                    server,
                    "POST /api/records/account HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nIdempotency-Key: " + keys + "\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
            assertThat(answer).as(keys).startsWith("HTTP/1.1 400 ");
            assertThat(Stock.of(server.dataSource())).as(keys).isEqualTo(before);
        }
    }
}
