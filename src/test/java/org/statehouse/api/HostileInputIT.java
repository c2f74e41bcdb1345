package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
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
            "application/json",
            "application/json",
            "application/json",
            "application/merge-patch+json",
            "text/csv",
            "application/x-ndjson",
            "text/plain",
            "application/json; charset=utf-16");
    private static final List<String> FILES = List.of("text/csv", "application/x-ndjson");
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
    private final Connection connection = server.dataSource().getConnection();
    private final String counts;
    private List<Long> stock;

    HostileInputIT() throws SQLException {
        StringBuilder all = new StringBuilder("SELECT count(*) FROM statehouse.change_log");
        for (String table : Stock.of(server.dataSource()).rows().keySet()) {
            all.append(" UNION ALL SELECT count(*) FROM public.\"")
                    .append(table)
                    .append('"');
        }
        counts = all.toString();
        stock = stock();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

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
        String path = "/api/records/" + model.path("name").asText();
        List<String> methods = switch (documents.any(List.of(0, 0, 0, 1, 1, 1, 2, 3))) {
            case 0 -> List.of("GET", "POST", "POST", "POST");
            case 1 -> {
                path += "/" + documents.segment(model);
                yield List.of("GET", "PUT", "PATCH", "PATCH", "DELETE");
            }
            case 2 -> {
                path += "/" + documents.segment(model) + "/" + documents.relationship(model)
                        + (documents.chance(50) ? "/" + documents.segment(model) : "");
                yield List.of("GET", "PUT", "POST", "DELETE");
            }
            default -> {
                path += "/" + documents.any(List.of("import", "validate", "export", "aggregate"));
                yield List.of("POST", "GET");
            }
        };
        String method = documents.any(documents.chance(95) ? methods : METHODS);
        boolean reads = method.equals("GET");
        send(number, model, method, path + (reads || documents.chance(15) ? documents.query(model) : ""));
    }

    private void send(int number, JsonNode model, String method, String path) {
        Http.Request request = server.http().request(method, address(path));
        boolean imports = path.endsWith("/import");
        String type = documents.any(imports && documents.chance(80) ? FILES : TYPES);
        String body = "";
        if (!method.equals("GET") && !method.equals("DELETE")) {
            body = switch (type) {
                case "text/csv" -> documents.csv(model);
                case "application/x-ndjson" -> documents.ndjson(model);
                default -> documents.body(model);
            };
            request.body(type, body);
        }
        if (!method.equals("GET") && !method.equals("POST") && documents.chance(90)) {
            request.header("If-Match", documents.any(CONDITIONS));
        }
        if (documents.chance(5)) {
            String[] header = documents.any(HEADERS).split(": ", 2);
            request.header(header[0], header[1]);
        }
        Http.Answer answer = request.send();
        String what = "seed " + SEED + ", request " + number + ": " + method + " " + path + "\n" + type + " " + body
                + "\n-> " + answer;
        statuses.merge(answer.status(), 1, Integer::sum);
        assertThat(answer.status()).as(what).isBetween(200, 499);
        if (answer.status() == 202) {
            requireEnded(answer, what);
        }
        List<Long> now = stock();
        if (answer.status() >= 400) {
            requireRefused(answer, what);
            assertThat(now).as("Nothing changed: " + what).isEqualTo(stock);
        }
        stock = now;
    }

    private static String address(String path) {
        return path.replace("[", "%5B").replace("]", "%5D").replace("{", "%7B").replace("}", "%7D");
    }

    /** Rows of every table, and the head of the log, by one query. */
    private List<Long> stock() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(counts)) {
            List<Long> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getLong(1));
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void requireRefused(Http.Answer answer, String what) {
        if (!answer.text().isEmpty()) {
            Scenario.requireProblem(answer, answer.json().path("slug").asText(), what);
        }
        assertThat(answer.text().length()).as(what).isLessThan(100_000);
        for (String leak : Scenario.LEAKS) {
            assertThat(answer.text()).as(what).doesNotContain(leak);
        }
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
