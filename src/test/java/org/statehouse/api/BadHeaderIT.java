package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Headers that no proper client would send are refused or without effect, and never reach the log as they are. */
class BadHeaderIT {
    private static final String MODEL = "/api/records/label";
    private static final String START =
            "POST " + MODEL + " HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\n";

    private final Server server = RecordsServer.get();

    private void requireRefused(String request, String said) throws IOException {
        Stock before = Stock.of(server.dataSource());
        String answer = RawHttp.send(server, request);
        assertThat(answer).as(request).startsWith("HTTP/1.1 400 ").contains(said);
        assertThat(Stock.of(server.dataSource()))
                .as("Nothing changed: " + request)
                .isEqualTo(before);
    }

    @Test
    void a_body_whose_length_could_be_read_in_two_ways_is_refused() throws IOException {
        String chunked = "2\r\n{}\r\n0\r\n\r\n";
        for (String coding : List.of("chunked, gzip", "gzip, chunked", "gzip", "identity", "chunked;x", "xchunked")) {
            requireRefused(START + "Host: localhost\r\nTransfer-Encoding: " + coding + "\r\n\r\n" + chunked, "");
        }
        requireRefused(
                START + "Host: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n" + chunked,
                "");
        for (String length : List.of("-2", "+2", "0x2", "2, 2", "2 2", "99999999999999999999", "")) {
            requireRefused(START + "Host: localhost\r\nContent-Length: " + length + "\r\n\r\n{}", "");
        }
        requireRefused(
                START + "Host: localhost\r\nContent-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked,
                "Content-Length and a Transfer-Encoding");
        requireRefused(
                START + "Host: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 12\r\n\r\n" + chunked, "");
        requireRefused(START + "Host: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "");
        for (String size : List.of("zz", "-2", "ffffffffffffffffff", "")) {
            requireRefused(
                    START + "Host: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\n{}\r\n0\r\n\r\n", "");
        }
    }

    @Test
    void nothing_that_follows_a_body_with_two_lengths_is_taken_for_a_request() throws IOException {
        String second = "GET " + MODEL + "/second HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        String answers = RawHttp.send(
                server,
                START.replace("Connection: close\r\n", "")
                        + "Host: localhost\r\nContent-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\n{}\r\n0\r\n\r\n" + second);
        assertThat(answers).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void a_host_that_is_given_twice_or_is_another_is_refused() throws IOException {
        requireRefused(
                START + "Host: localhost\r\nHost: evil\r\nContent-Length: 2\r\n\r\n{}", "Host is given more than once");
        Stock before = Stock.of(server.dataSource());
        assertThat(RawHttp.send(server, START + "Host: evil\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(RawHttp.send(
                        server,
                        START.replace(MODEL, "http://evil" + MODEL) + "Host: localhost\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(Stock.of(server.dataSource())).isEqualTo(before);
    }

    @Test
    void a_condition_that_is_no_version_is_refused() {
        String path = MODEL + "/conditions";
        Http.Answer created = server.http()
                .post(MODEL)
                .body("application/json", "{\"id\":\"conditions\"}")
                .send();
        assertThat(created.status()).isEqualTo(201);
        for (String condition : List.of(
                "1",
                "\"01\"",
                "\"-1\"",
                "\"0\"",
                "\"\"",
                "\"1\"x",
                "\"1",
                "W/\"1\"",
                "\"1\", \"2\"",
                "*, \"1\"",
                "**",
                "\"99999999999999999999\"",
                "\"1e0\"",
                "\"1.0\"",
                "\" 1\"",
                "\"1\",",
                "null")) {
            for (String method : List.of("PATCH", "PUT")) {
                Scenario.of(method + " if " + condition, method, path)
                        .ifMatch(condition)
                        .json("{\"text\":\"a\"}")
                        .refused(400, "malformed-request")
                        .run(server);
            }
        }
        Scenario.of("a version that is far away", "PATCH", path)
                .ifMatch("\"999999999999999999\"")
                .json("{\"text\":\"a\"}")
                .refused(412, "version-conflict")
                .run(server);
    }

    @Test
    void a_method_is_not_overridden_and_no_other_header_changes_what_is_done() {
        for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            Scenario.of(header, "GET", MODEL)
                    .header(header, "DELETE")
                    .answers(200)
                    .run(server);
        }
        Scenario.of("ranges", "GET", MODEL)
                .header("Range", "bytes=" + "0-,".repeat(500) + "0-")
                .answers(200)
                .run(server);
        for (String type : List.of("application/json, text/plain", ";", "/", "application/json; =", "application/*")) {
            Scenario.of("type " + type, "POST", MODEL)
                    .header("Content-Type", type)
                    .json("{}")
                    .run4xx(server);
        }
    }

    @Test
    void the_log_has_no_line_that_a_request_has_made() throws IOException {
        String forged = "2026-01-01T00:00:00.000+0000 SEVERE forged";
        List<String> requests = List.of(
                "GET " + MODEL + "/a%0d%0a" + forged.replace(" ", "%20") + " HTTP/1.1\r\nHost: localhost\r\n",
                "GET " + MODEL + "/%1b[31m" + " HTTP/1.1\r\nHost: localhost\r\n",
                "GET " + MODEL + "?x=%0d%0a" + forged.replace(" ", "%20") + "%1b[31m HTTP/1.1\r\nHost: localhost\r\n",
                "GET /%0a" + forged.replace(" ", "%20") + " HTTP/1.1\r\nHost: localhost\r\n",
                "GET " + MODEL + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: \u001b[31m\r\n",
                "GET " + MODEL + " HTTP/1.1\r\nHost: localhost\r\ntraceparent: a\n" + forged + "\r\n",
                "F\u001b[31mOO " + MODEL + " HTTP/1.1\r\nHost: localhost\r\n",
                "GET " + MODEL + " HTTP/1.1\r\nHost: local\u001b[31mhost\r\n",
                "POST " + MODEL + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\u001b[31m\r\n"
                        + "Content-Length: 0\r\n");
        for (String request : requests) {
            String answer = RawHttp.send(server, request + "Connection: close\r\n\r\n");
            assertThat(answer).as(request).doesNotContain("\u001b", "\r\n" + forged, "\n" + forged);
        }
        String log = Files.readString(server.data().resolve("log/server.0.log")) + server.standardError();
        assertThat(log.lines()).noneMatch(line -> line.startsWith(forged));
        assertThat(log).doesNotContain("\u001b");
    }
}
