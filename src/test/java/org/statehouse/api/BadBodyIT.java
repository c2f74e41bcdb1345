package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Bodies that are malformed or meant ill are answered with a problem that says why, tells nothing else and writes nothing. */
class BadBodyIT {
    private static final String MODEL = "/api/records/label";

    private final Server server = RecordsServer.get();

    private static Scenario post(String name, String body) {
        return Scenario.of(name, "POST", MODEL).json(body);
    }

    @Test
    void json_that_is_none_is_refused_with_the_place() {
        for (String body : List.of(
                "",
                " ",
                "{",
                "{\"id\"",
                "{\"id\":}",
                "{\"id\":\"a\",}",
                "{'id':'a'}",
                "{id:\"a\"}",
                "\"",
                "nul",
                "[1",
                "{\"id\":\"a\"",
                "{\"id\":\"a\"}}",
                "{\"id\":\"a\"} {}",
                "{\"id\":\"a\"} x",
                "{\"id\":\"a\",\"id\":\"b\"}",
                "{\"weight\":01}",
                "{\"weight\":+1}",
                "{\"weight\":NaN}",
                "{\"weight\":Infinity}",
                "{\"weight\":0x1}",
                "{\"weight\":1.}",
                "{\"weight\":.5}",
                "{\"id\":\"\\x\"}",
                "{\"id\":\"\\u12\"}",
                "{\"id\":\"a\nb\"}",
                "{\"id\":\"\u0000\"}",
                "// c\n{}",
                "{/**/}",
                "\uFEFF{}",
                "null",
                "true",
                "1",
                "\"a\"",
                "[]",
                "[{}]")) {
            post("body " + body, body)
                    .refused(400, "malformed-request")
                    .without("`", "START_", "Source")
                    .run(server);
        }
    }

    @Test
    void json_beyond_the_limits_is_refused() {
        String open = "{\"id\":".repeat(64);
        post("65 levels", open + "{}" + "}".repeat(64))
                .refused(400, "malformed-request")
                .with("64 levels")
                .run(server);
        post("64 levels, which can be read", open + "1" + "}".repeat(64))
                .refused(422, "validation-failed")
                .run(server);
        post("100,000 arrays", "[".repeat(100_000))
                .refused(400, "malformed-request")
                .run(server);
        post("10,000 digits", "{\"weight\":" + "9".repeat(10_000) + "}")
                .refused(400, "malformed-request")
                .run(server);
        String large = "{\"id\":\"a\",\"text\":\"" + "a".repeat(1 << 20) + "\"}";
        post("more than a mebibyte", large)
                .refused(413, "too-large")
                .with("\"max\":1048576")
                .run(server);
        post("a name of 100,000 characters", "{\"" + "n".repeat(100_000) + "\":1}")
                .refused(400, "malformed-request")
                .with("characters a name")
                .run(server);
        post("a name of 40,000 characters", "{\"" + "n".repeat(40_000) + "\":1}")
                .refused(422, "unknown-field")
                .without("n".repeat(200))
                .run(server);
    }

    @Test
    void a_chunked_body_beyond_the_limit_is_refused_without_its_length() throws IOException {
        Stock before = Stock.of(server.dataSource());
        StringBuilder request =
                new StringBuilder("POST " + MODEL + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            request.append("10000\r\n").append(" ".repeat(0x10000)).append("\r\n");
        }
        String answer = RawHttp.send(server, request.append("0\r\n\r\n").toString());
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"slug\":\"too-large\"");
        assertThat(Stock.of(server.dataSource())).as("Nothing else changed").isEqualTo(before);
    }

    @Test
    void numbers_that_no_field_takes_cost_nothing() {
        for (String number : List.of(
                "1e400000",
                "-1e400000",
                "1e2147483647",
                "9223372036854775808",
                "-9223372036854775809",
                "1.5",
                "\"1e3\"",
                "\"9223372036854775808\"",
                "\"0x10\"",
                "\" 1\"",
                "\"\"",
                "true",
                "[]",
                "{}",
                "\"NaN\"")) {
            post("weight " + number, "{\"id\":\"n\",\"weight\":" + number + "}")
                    .refused(422, "validation-failed")
                    .with("\"field\":\"weight\"")
                    .without("0".repeat(400))
                    .run(server);
        }
        for (String number : List.of("1e2147483648", "1e-2147483649", "1e99999999999999999999")) {
            post("weight " + number, "{\"id\":\"n\",\"weight\":" + number + "}")
                    .refused(400, "malformed-request")
                    .run(server);
        }
        for (String number : List.of(
                "1.234",
                "123456789",
                "1e8",
                "1e-3",
                "1e131071",
                "1e-131071",
                "\"1e999999999\"",
                "\"1,5\"",
                "\"Infinity\"",
                "\"1_0\"")) {
            Scenario.of("price " + number, "POST", "/api/records/sample")
                    .json("{\"price\":" + number + "}")
                    .refused(422, "validation-failed")
                    .with("\"field\":\"price\"")
                    .without("0".repeat(400))
                    .run(server);
        }
    }

    @Test
    void values_of_wrong_types_are_refused_one_by_one() {
        Http.Answer answer = Scenario.of("a number in every other type", "POST", "/api/records/sample")
                .json(
                        "{\"name\":1,\"story\":[],\"contact\":{},\"active\":\"true\",\"day\":20240101,\"moment\":\"2024-02-30T00:00:00Z\",\"state\":\"open\"}")
                .refused(422, "validation-failed")
                .run(server);
        assertThat(answer.json().path("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("name", "story", "contact", "active", "day", "moment", "state");
        for (String day : List.of(
                "2023-02-29",
                "2024-13-01",
                "0000-00-00",
                "infinity",
                "-infinity",
                "now",
                "24-1-1",
                "99999-01-01",
                "2024-01-01T00:00:00Z")) {
            Scenario.of("day " + day, "POST", "/api/records/sample")
                    .json("{\"day\":\"" + day + "\"}")
                    .refused(422, "validation-failed")
                    .run(server);
        }
        for (String moment : List.of(
                "2024-01-01",
                "2024-01-01T00:00:00",
                "2024-01-01T25:00:00Z",
                "294277-01-01T00:00:00Z",
                "infinity",
                "2024-01-01T00:00:00+99:00")) {
            Scenario.of("moment " + moment, "POST", "/api/records/sample")
                    .json("{\"moment\":\"" + moment + "\"}")
                    .refused(422, "validation-failed")
                    .run(server);
        }
    }

    @Test
    void characters_that_cannot_be_kept_are_refused() {
        for (String text :
                List.of("\\u0000", "a\\u0000b", "\\ud800", "\\udc00", "\\udc00\\ud800", "a\\ud83d", "\\ud83dx")) {
            post("text " + text, "{\"id\":\"x\",\"text\":\"" + text + "\"}")
                    .refused(422, "validation-failed")
                    .with("\"rule\":\"characters\"")
                    .run(server);
            post("name " + text, "{\"id\":\"x\",\"" + text + "\":1}")
                    .refused(422, "unknown-field")
                    .without("\\u0000", "\\uD8", "\\uDC")
                    .run(server);
        }
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() throws IOException {
        Stock before = Stock.of(server.dataSource());
        for (byte[] bytes : List.of(
                new byte[] {(byte) 0xff},
                new byte[] {(byte) 0xc0, (byte) 0xaf},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xe2, (byte) 0x82},
                new byte[] {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80})) {
            String body = "{\"id\":\"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\"}";
            String answer = RawHttp.send(
                    server,
                    "POST " + MODEL
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
            assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"slug\":\"malformed-request\"", "UTF-8");
        }
        assertThat(Stock.of(server.dataSource())).as("Nothing else changed").isEqualTo(before);
    }

    @Test
    void json_in_other_encodings_is_not_guessed() throws IOException {
        Stock before = Stock.of(server.dataSource());
        for (java.nio.charset.Charset charset : List.of(
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16LE,
                java.nio.charset.Charset.forName("UTF-32BE"))) {
            String body = new String("{\"id\":\"guessed\"}".getBytes(charset), StandardCharsets.ISO_8859_1);
            String answer = RawHttp.send(
                    server,
                    "POST " + MODEL
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body);
            assertThat(answer).as("%s", charset).startsWith("HTTP/1.1 400 ").contains("\"slug\":\"malformed-request\"");
        }
        assertThat(Stock.of(server.dataSource())).as("Nothing else changed").isEqualTo(before);
    }

    @Test
    void bodies_of_other_types_are_refused() {
        for (String type : List.of(
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/merge-patch+json",
                "application/json; charset=utf-16",
                "application/json-patch+json",
                "text/json",
                "*/*")) {
            Scenario.of("type " + type, "POST", MODEL)
                    .header("Content-Type", type)
                    .json("{\"id\":\"a\"}")
                    .refused(415, "unsupported-media-type")
                    .run(server);
        }
        Scenario.of("no type", "POST", MODEL)
                .refused(415, "unsupported-media-type")
                .run(server);
        Scenario.of("no media type", "POST", MODEL)
                .header("Content-Type", "nonsense")
                .json("{}")
                .run4xx(server);
        for (String encoding : List.of("gzip", "deflate", "br", "x")) {
            post("encoding " + encoding, "{\"id\":\"a\"}")
                    .header("Content-Encoding", encoding)
                    .refused(415, "unsupported-media-type")
                    .run(server);
        }
        post("charset", "{\"id\":\"charset\"}")
                .header("Content-Type", "application/json;charset=UTF-8")
                .answers(201)
                .logs(1)
                .rows("label", 1)
                .run(server);
    }
}
