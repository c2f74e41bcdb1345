package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** What is malformed or meant ill is answered with a problem that says why, tells nothing else and writes nothing. */
class BadInputIT {
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
        String answer = raw(request.append("0\r\n\r\n").toString());
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
            String answer = raw("POST " + MODEL
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
            String answer = raw("POST " + MODEL
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
        post("a promise that is not kept yet", "{\"id\":\"a\"}")
                .header("Idempotency-Key", "k")
                .refused(400, "malformed-request")
                .run(server);
    }

    /** Names that mean something to SQL, to file systems, to HTML or to templates, or that are only long. */
    private static List<String> hostile() {
        return List.of(
                "'",
                "\"",
                "';DROP TABLE label;--",
                "\" OR 1=1 --",
                "x'||pg_sleep(5)||'",
                "label\"",
                "public.label",
                "statehouse.change_log",
                "a;b",
                "..",
                "a/b",
                "%",
                "_",
                "*",
                "$1",
                "?",
                ":id",
                "{id}",
                "${7*7}",
                "#{7*7}",
                "<script>alert(1)</script>",
                "a b",
                "__proto__",
                "constructor",
                "id",
                "version",
                "ÄÖ",
                "😀",
                "\u202Eabc",
                "\r\nX-Evil: 1",
                "a\u0001",
                "n".repeat(6_000),
                "NULL",
                "-1",
                "1e9");
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("..", "%2E%2E");
    }

    @Test
    void hostile_names_in_every_segment_are_only_unknown() {
        for (String path : List.of("/api/records/", "/api/records/order/", MODEL + "/", "/api/records/article/1/")) {
            for (String name : List.of("../../etc/passwd", "..", "../../../..", ".../x", "./../order/1")) {
                String address = path + encoded(name);
                Scenario.of("upwards by " + name, "GET", address).refuses().run(server);
                Scenario.of("upwards by " + name, "DELETE", address)
                        .ifMatch("*")
                        .refuses()
                        .run(server);
            }
        }
        for (String name : hostile()) {
            String segment = encoded(name);
            Scenario.of("model " + name, "GET", "/api/records/" + segment)
                    .refused(404, "unknown-model")
                    .run(server);
            Scenario.of("model " + name, "POST", "/api/records/" + segment)
                    .json("{}")
                    .refused(404, "unknown-model")
                    .run(server);
            Scenario.of("id " + name, "GET", "/api/records/order/" + segment)
                    .refused(404, "unknown-record")
                    .run(server);
            Scenario.of("id " + name, "GET", MODEL + "/" + segment)
                    .refused(404, "unknown-record")
                    .run(server);
            Scenario.of("id " + name, "PATCH", MODEL + "/" + segment)
                    .json("{}")
                    .refused(404, "unknown-record")
                    .run(server);
            Scenario.of("id " + name, "DELETE", MODEL + "/" + segment)
                    .ifMatch("*")
                    .refused(404, "unknown-record")
                    .run(server);
            Scenario.of("relationship " + name, "GET", "/api/records/article/1/" + segment)
                    .refused(404, "unknown-relationship")
                    .run(server);
            Scenario.of("relationship " + name, "PUT", "/api/records/article/1/" + segment + "/1")
                    .refused(404, "unknown-relationship")
                    .run(server);
        }
    }

    @Test
    void hostile_names_in_every_parameter_are_refused() {
        for (String name : hostile()) {
            String value = encoded(name.length() > 4_000 ? name.substring(0, 1_000) : name);
            Scenario.of("parameter " + name, "GET", MODEL + "?" + value + "=1")
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("filtered " + name, "GET", MODEL + "?filter[" + value + "x]=1")
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("operator " + name, "GET", MODEL + "?filter[text][" + value + "]=1")
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("sorted by " + name, "GET", MODEL + "?sort=" + value + "x")
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("field " + name, "GET", MODEL + "?fields=" + value + "x")
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("expanded " + name, "GET", MODEL + "?expand=" + value + "x")
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("after " + name, "GET", MODEL + "?after=" + value).run4xx(server);
            Scenario.of("since " + name, "GET", "/api/changes?since=" + value).run4xx(server);
            Scenario.of("models " + name, "GET", "/api/changes?models=" + value)
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("searched " + name, "GET", MODEL + "?filter[text]=" + value)
                    .answers(200)
                    .run(server);
            Scenario.of("a parameter of a write", "POST", MODEL + "?" + value + "=1")
                    .json("{}")
                    .refused(400, "bad-query")
                    .run(server);
        }
        for (String limit : List.of("0", "-1", "1001", "x", "1e3", "", "999999999999999999999", "1;2")) {
            Scenario.of("limit " + limit, "GET", MODEL + "?limit=" + encoded(limit))
                    .refused(400, "bad-query")
                    .run(server);
            Scenario.of("limit " + limit, "GET", "/api/changes?limit=" + encoded(limit))
                    .refused(400, "bad-query")
                    .run(server);
        }
    }

    @Test
    void addresses_that_would_be_read_in_part_or_are_too_long_are_refused() {
        Scenario.of("a matrix parameter", "GET", MODEL + ";x=1")
                .refused(400, "malformed-request")
                .with("%3B")
                .run(server);
        Scenario.of("behind an id", "DELETE", MODEL + "/a;x=1")
                .ifMatch("*")
                .refused(400, "malformed-request")
                .run(server);
        Scenario.of("a path of 10 kB", "GET", MODEL + "/" + "a".repeat(10_000))
                .refused(414, "uri-too-long")
                .run(server);
        Scenario.of("a query of 10 kB", "GET", MODEL + "?search=" + "a".repeat(10_000))
                .refused(414, "uri-too-long")
                .run(server);
        Scenario.of("a trailing segment", "GET", "/api/records/article/1/labels/x/y")
                .refused(404, "not-found")
                .run(server);
    }

    @Test
    void what_is_not_there_is_a_problem_and_not_a_page() {
        for (String path : List.of(
                "/",
                "/nope",
                "/index.html",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/api",
                "/api/",
                "/api/nope",
                "/api/records",
                "/api/application.wadl",
                "/api/records/label/x/history",
                "/problems/container",
                "/console",
                "/.env",
                "/api/records/label/export")) {
            Scenario.of(path, "GET", path).refused(404, "not-found").run(server);
        }
        Scenario.of("elsewhere, by POST", "POST", "/nope")
                .json("{}")
                .refused(404, "not-found")
                .run(server);
    }

    @Test
    void methods_that_an_address_does_not_take_are_named_with_those_it_does() {
        for (List<String> row : List.of(
                List.of("PUT", MODEL),
                List.of("DELETE", MODEL),
                List.of("PATCH", MODEL),
                List.of("POST", MODEL + "/x"),
                List.of("POST", "/api/changes"),
                List.of("DELETE", "/api/metadata"),
                List.of("FOO", MODEL),
                List.of("PATCH", "/api/records/article/1/labels/x"))) {
            Http.Answer answer = Scenario.of(row.toString(), row.get(0), row.get(1))
                    .refused(405, "method-not-allowed")
                    .run(server);
            assertThat(answer.header("Allow").orElse(""))
                    .as("%s", row)
                    .isNotBlank()
                    .doesNotContain(row.get(0));
        }
        Http.Answer options = Scenario.of("OPTIONS", "OPTIONS", MODEL)
                .answers(200)
                .without("wadl", "Jersey")
                .run(server);
        assertThat(options.header("Allow").orElse("")).contains("GET", "HEAD", "POST", "OPTIONS");
        Http.Answer head =
                Scenario.of("HEAD of a list", "HEAD", MODEL).answers(200).run(server);
        assertThat(head.text()).isEmpty();
        assertThat(Scenario.of("HEAD of nothing", "HEAD", MODEL + "/nobody")
                        .answers(404)
                        .run(server)
                        .text())
                .isEmpty();
    }

    @Test
    void formats_that_cannot_be_given_are_not_acceptable() {
        for (String path : List.of(MODEL, MODEL + "/x", "/api/changes", "/api/metadata")) {
            for (String accept : List.of("text/html", "application/xml", "image/png")) {
                Scenario.of(accept + " of " + path, "GET", path)
                        .header("Accept", accept)
                        .refused(406, "not-acceptable")
                        .run(server);
            }
            Scenario.of("anything of " + path, "GET", path)
                    .header("Accept", "text/html,*/*;q=0.1")
                    .answers(path.endsWith("/x") ? 404 : 200)
                    .run(server);
        }
        post("html of a create", "{\"id\":\"html\"}")
                .header("Accept", "text/html")
                .refused(406, "not-acceptable")
                .run(server);
    }

    @Test
    void only_plain_request_ids_come_back() throws IOException {
        for (String id : List.of("<script>", "a b", "x".repeat(129), "\"", "a,b", "{}", "'--", "%0d%0aX: 1", "")) {
            String answer = raw("GET " + MODEL
                    + "/nobody HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: " + id + "\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 404 ").containsPattern("X-Request-Id: [0-9a-f]{16}\r\n");
        }
        Http.Answer plain = server.http()
                .get(MODEL + "/nobody")
                .header("X-Request-Id", "trace-1.A:b_c")
                .send();
        assertThat(plain.header("X-Request-Id")).contains("trace-1.A:b_c");
        assertThat(plain.json().path("requestId").asText()).isEqualTo("trace-1.A:b_c");
    }

    @Test
    void every_answer_names_the_catalog_and_forbids_guessing_its_type() {
        List<String> wrong = new ArrayList<>();
        for (String path : List.of(MODEL, MODEL + "/nobody", "/api/nope", "/api/changes", "/api/metadata")) {
            Http.Answer answer = server.http().get(path).send();
            if (answer.header("Statehouse-Catalog").isEmpty()
                    || !answer.header("X-Content-Type-Options").equals(java.util.Optional.of("nosniff"))) {
                wrong.add(path);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Sends bytes as they are, each character one byte, and gives the whole answer. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
