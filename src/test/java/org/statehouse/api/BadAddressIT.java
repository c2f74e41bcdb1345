package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Hostile names, addresses, methods and headers are answered with a problem that says why, tells nothing else and writes nothing. */
class BadAddressIT {
    private static final String MODEL = "/api/records/label";

    private final Server server = RecordsServer.get();

    private static Scenario post(String name, String body) {
        return Scenario.of(name, "POST", MODEL).json(body);
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
            for (String name : List.of("../../etc/passwd", "..", "../../../../x", ".../x", "./../order/1")) {
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
        Scenario.of("a path parameter", "GET", MODEL + ";x=1")
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
    void paths_that_can_be_read_in_two_ways_are_refused_wherever_they_lead() throws IOException {
        List<String> places = List.of("", "/api/records/label", "/api/metadata", "/health", "/metrics", "/index.html");
        List<String> ends = List.of(
                "%", "/%", "/%2", "/%zz", "/%u0041", "/a%/b", "/%E0%A4", "/%ff", "/%C0%AF", "/%00", "/%5C", "/a\\b");
        List<String> parameters = List.of(";jsessionid=x", ";x=1", ";x=1/7", ";", "/;x", ";jsessionid=x/a");
        for (String place : places) {
            for (String end : ends) {
                requireMalformed("GET", place + end);
            }
            for (String parameter : parameters) {
                requireMalformed("GET", place + parameter);
            }
            requireMalformed("GET", "http://localhost" + place + "/%");
            requireMalformed("DELETE", place + "/%?x=1");
            requireMalformed("POST", place + ";x");
        }
        requireMalformed("GET", "/..");
        requireMalformed("GET", "/api/%2e%2e/..%2fhealth");
        requireMalformed("GET", "api/metadata");
        String head =
                RawHttp.send(server, "HEAD " + MODEL + "/% HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(head).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\n");
    }

    private void requireMalformed(String method, String address) throws IOException {
        String answer = RawHttp.send(
                server, method + " " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .as("%s %s", method, address)
                .startsWith("HTTP/1.1 400 ")
                .contains("Content-Type: application/problem+json", "\"slug\":\"malformed-request\"", "X-Request-Id: ")
                .doesNotContain(address.length() > 1 ? address : "\0");
    }

    @Test
    void a_percent_sign_that_is_written_as_such_is_part_of_a_name() {
        Scenario.of("a name of signs", "GET", MODEL + "/%25%3B%C3%A9")
                .refused(404, "unknown-record")
                .run(server);
    }

    @Test
    void what_is_not_there_is_a_problem_and_not_a_page() {
        for (String path : List.of(
                "/nope",
                "/index.htm",
                "/WEB-INF/web.xml",
                "/META-INF/MANIFEST.MF",
                "/api",
                "/api/",
                "/api/nope",
                "/api/records",
                "/api/application.wadl",
                "/api/records/label/x/import",
                "/problems/container",
                "/console",
                "/.env",
                "/api/records/label/history")) {
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
            String answer = RawHttp.send(
                    server,
                    "GET " + MODEL + "/nobody HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: " + id
                            + "\r\n\r\n");
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
    void every_answer_names_the_catalog_and_forbids_guessing_its_type() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String path : List.of(MODEL, MODEL + "/nobody", "/api/nope", "/api/changes", "/api/metadata")) {
            Http.Answer answer = server.http().get(path).send();
            if (answer.header("Statehouse-Catalog").isEmpty()
                    || !answer.header("X-Content-Type-Options").equals(java.util.Optional.of("nosniff"))) {
                wrong.add(path);
            }
        }
        assertThat(wrong).isEmpty();
        List<String> head = List.of(
                "GET /api/live HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Origin: http://elsewhere",
                "Connection: Upgrade, close");
        String handshake = RawHttp.send(server, String.join("\r\n", head) + "\r\n\r\n");
        assertThat(handshake)
                .startsWith("HTTP/1.1 403 ")
                .contains("Statehouse-Catalog: ", "X-Content-Type-Options: nosniff");
    }
}
