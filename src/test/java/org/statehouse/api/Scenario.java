package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * One row of a scenario table: a request, what the answer has to be, and that nothing else has happened: as many entries
 * in the log and rows in each table as the row says, and no more.
 */
final class Scenario {
    /** What no answer may ever have: SQL, names of classes, stack traces, the container's name. */
    static final List<String> LEAKS = List.of(
            "SELECT ",
            "INSERT ",
            "UPDATE ",
            "DELETE FROM",
            "PSQLException",
            "org.statehouse",
            "org.postgresql",
            "com.fasterxml",
            "java.lang",
            "jakarta.",
            "Exception",
            "\tat ",
            "Payara",
            "<html",
            "DeserializationFeature",
            "JsonReadFeature",
            "StreamReadFeature");

    private static final int ANY_REFUSAL = -1;
    private static final int BARE_REFUSAL = -2;

    private final String name;
    private final String method;
    private final String path;
    private final Map<String, String> headers = new TreeMap<>();
    private String body = "";
    private int status;
    private String slug = "";
    private final List<String> contained = new ArrayList<>();
    private final List<String> absent = new ArrayList<>();
    private final Map<String, Integer> rows = new TreeMap<>();
    private int logged;
    private boolean replayed;

    private Scenario(String name, String method, String path) {
        this.name = name;
        this.method = method;
        this.path = path;
    }

    static Scenario of(String name, String method, String path) {
        return new Scenario(name, method, path);
    }

    Scenario header(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Scenario ifMatch(String value) {
        return header("If-Match", value);
    }

    Scenario json(String text) {
        body = text;
        headers.putIfAbsent("Content-Type", "application/json");
        return this;
    }

    Scenario answers(int code) {
        status = code;
        return this;
    }

    Scenario refused(int code, String problem) {
        status = code;
        slug = problem;
        return this;
    }

    Scenario with(String... texts) {
        contained.addAll(List.of(texts));
        return this;
    }

    Scenario without(String... texts) {
        absent.addAll(List.of(texts));
        return this;
    }

    /** How many entries the log has more afterwards. */
    Scenario logs(int entries) {
        logged = entries;
        return this;
    }

    /** The answer is an earlier one once more: with its position, but nothing has happened now. */
    Scenario replayed() {
        replayed = true;
        return this;
    }

    /** How many rows a table has more, or fewer, afterwards. */
    Scenario rows(String table, int more) {
        rows.put(table, more);
        return this;
    }

    /** Any refusal will do, also the container's own without a body. */
    Scenario refuses() {
        status = BARE_REFUSAL;
        return this;
    }

    /** The same where it is enough that the request is refused as the caller's fault. */
    Http.Answer run4xx(Server server) {
        status = ANY_REFUSAL;
        return run(server);
    }

    /** Sends the request and checks all that the row says. */
    Http.Answer run(Server server) {
        Stock before = Stock.of(server.dataSource());
        Http.Answer answer = send(server);
        Stock after = Stock.of(server.dataSource());
        String what = name + "\n" + method + " " + path + " " + headers + " " + body + "\n-> " + answer;
        if (status == BARE_REFUSAL) {
            assertThat(answer.status()).as(what).isBetween(400, 499);
        } else if (status == ANY_REFUSAL) {
            assertThat(answer.status()).as(what).isBetween(400, 499);
            requireProblem(answer, answer.json().path("slug").asText(), what);
        } else {
            assertThat(answer.status()).as(what).isEqualTo(status);
        }
        String text = answer.text();
        for (String wanted : contained) {
            assertThat(text).as(what).contains(wanted);
        }
        for (String unwanted : absent) {
            assertThat(text).as(what).doesNotContain(unwanted);
        }
        for (String leak : LEAKS) {
            assertThat(text).as("No leak: " + what).doesNotContain(leak);
        }
        if (!slug.isEmpty()) {
            requireProblem(answer, slug, what);
        }
        assertThat(answer.header("Statehouse-Position").isPresent())
                .as("A position is named exactly when something was written: " + what)
                .isEqualTo(logged > 0 || replayed);
        assertThat(answer.header("Idempotent-Replayed").orElse("no"))
                .as("It is said exactly when an answer is given once more: " + what)
                .isEqualTo(replayed ? "true" : "no");
        Map<String, Long> expected = new TreeMap<>(before.rows());
        rows.forEach((table, more) -> expected.merge(table, (long) more, Long::sum));
        assertThat(after.rows()).as("Nothing else changed: " + what).isEqualTo(expected);
        assertThat(after.log() - before.log()).as("Entries of the log: " + what).isEqualTo(logged);
        return answer;
    }

    private Http.Answer send(Server server) {
        Http.Request request = server.http().request(method, path);
        headers.forEach((header, value) -> {
            if (!header.equals("Content-Type")) {
                request.header(header, value);
            }
        });
        String type = headers.get("Content-Type");
        return (type == null ? request : request.body(type, body)).send();
    }

    /** RFC 9457, section 3, with the contract's own members. */
    static void requireProblem(Http.Answer answer, String slug, String what) {
        assertThat(answer.header("Content-Type").orElse("")).as(what).startsWith("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.path("slug").asText()).as(what).isEqualTo(slug);
        assertThat(problem.path("type").asText()).as(what).isEqualTo("/problems/" + slug);
        assertThat(problem.path("status").asInt()).as(what).isEqualTo(answer.status());
        assertThat(problem.path("title").asText()).as(what).isNotBlank();
        assertThat(problem.path("detail").asText()).as(what).isNotBlank();
        assertThat(problem.path("requestId").asText()).as(what).isNotBlank();
    }

    @Override
    public String toString() {
        return name;
    }
}
