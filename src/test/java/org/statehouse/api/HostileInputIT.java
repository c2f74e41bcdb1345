package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * Documents, addresses, headers and files made by chance from the models of the server: none is ever answered with 5xx, what
 * is refused is a problem that tells nothing of the inside, and leaves records and log as they were.
 *
 * <p>{@code -Dstatehouse.test.seed=<number>} runs the same requests again.
 */
class HostileInputIT {

    private static final long SEED = Long.getLong("statehouse.test.seed", System.nanoTime());
    private static final Duration LENGTH = Duration.ofSeconds(20);
    private static final int LEAST = 100;

    private static final List<String> METHODS =
            List.of("GET", "GET", "POST", "POST", "PUT", "PATCH", "PATCH", "DELETE");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/merge-patch+json",
            "text/csv",
            "application/x-ndjson",
            "text/plain",
            "application/json; charset=utf-16");
    private static final List<String> CONDITIONS = List.of(
            "*", "*", "\"1\"", "\"2\"", "W/\"1\"", "\"0\"", "\"99999999999999999999\"", "1", "\"1\", \"2\"", "\"\"");
    private static final List<String> HEADERS = List.of(
            "Idempotency-Key: k",
            "If-None-Match: *",
            "If-None-Match: x",
            "Content-Encoding: gzip",
            "Prefer: merge=fields",
            "Accept: text/html",
            "Accept: application/json",
            "X-Request-Id: a b",
            "traceparent: 00-x-y-00",
            "X-HTTP-Method-Override: DELETE",
            "Range: bytes=0-1",
            "Statehouse-Catalog: 99999",
            "Statehouse-Min-Position: x",
            "Accept-Language: x-\u00ff".replace("\u00ff", "y"),
            "Cookie: JSESSIONID=1",
            "Forwarded: for=\"_x\"");

    private final Server server = RecordsServer.get();
    private final HostileDocuments documents =
            new HostileDocuments(server.http().get("/api/metadata").send().json(), SEED);
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    @Test
    void nothing_that_is_sent_is_the_servers_failure_and_what_is_refused_changes_nothing() {
        long end = System.nanoTime() + LENGTH.toNanos();
        int sent = 0;
        while (sent < LEAST || System.nanoTime() < end) {
            one(sent++);
        }
        System.out.println("HostileInputIT: seed " + SEED + ", " + sent + " requests, answers " + statuses);
        assertThat(statuses.keySet()).as("good and bad requests are among them").contains(200, 201, 400, 404, 422);
    }

    private void one(int number) {
        JsonNode model = documents.model();
        String name = model.path("name").asText();
        String method = documents.any(METHODS);
        String path = "/api/records/" + name
                + documents.any(List.of("", "", "/", "/", "/", "//")).replace("//", "/x/y/");
        if (path.endsWith("/x/y/")) {
            path = "/api/records/" + name + "/" + documents.segment(model) + "/" + documents.segment(model);
        } else if (path.endsWith("/")) {
            path += documents.segment(model);
        }
        send(number, model, method, path.replace(" ", "%20") + documents.query(model));
    }

    private void send(int number, JsonNode model, String method, String path) {
        Http.Request request = server.http().request(method, address(path));
        String type = documents.any(TYPES);
        String body = "";
        boolean reads = method.equals("GET") || method.equals("DELETE");
        if (!reads) {
            body = switch (type) {
                case "text/csv" -> documents.csv(model);
                case "application/x-ndjson" -> documents.ndjson(model);
                default -> documents.body(model);
            };
            request.body(type, body);
        }
        if (documents.chance(80) && !method.equals("POST")) {
            request.header("If-Match", documents.any(CONDITIONS));
        }
        if (documents.chance(10)) {
            String[] header = documents.any(HEADERS).split(": ", 2);
            request.header(header[0], header[1]);
        }
        Stock before = Stock.of(server.dataSource());
        Http.Answer answer = request.send();
        String what = "seed " + SEED + ", request " + number + ": " + method + " " + path + "\n" + type + " " + body
                + "\n-> " + answer;
        statuses.merge(answer.status(), 1, Integer::sum);
        assertThat(answer.status()).as(what).isBetween(200, 499);
        if (answer.status() == 202) {
            requireEnded(answer, what);
        } else if (answer.status() >= 400) {
            requireRefused(answer, before, what);
        }
    }

    private static String address(String path) {
        return path.replace("[", "%5B").replace("]", "%5D").replace("{", "%7B").replace("}", "%7D");
    }

    private void requireRefused(Http.Answer answer, Stock before, String what) {
        if (!answer.text().isEmpty()) {
            Scenario.requireProblem(answer, answer.json().path("slug").asText(), what);
        }
        assertThat(answer.text().length()).as(what).isLessThan(100_000);
        for (String leak : Scenario.LEAKS) {
            assertThat(answer.text()).as(what).doesNotContain(leak);
        }
        assertThat(Stock.of(server.dataSource())).as("Nothing changed: " + what).isEqualTo(before);
    }

    /** An import that was taken ends, and says of each row what became of it. */
    private void requireEnded(Http.Answer accepted, String what) {
        String job = "/api/jobs/" + accepted.json().path("id").asText();
        JsonNode ended = org.awaitility.Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> server.http().get(job).send().json(),
                        now -> !now.path("status").asText().equals("running"));
        assertThat(ended.path("processed").asLong())
                .as("%s\n%s", what, ended)
                .isEqualTo(ended.path("written").asLong() + ended.path("failed").asLong());
        assertThat(ended.path("problem").toString()).as(what).doesNotContain("internal");
    }
}
