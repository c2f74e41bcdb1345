package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Versions as conditions of reads and writes, what a conflict tells, and that versions never restart. */
class RecordConditionsIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static String order(long id) {
        return "/api/records/order/" + id;
    }

    private static Scenario post(String name, String model, String body) {
        return Scenario.of(name, "POST", "/api/records/" + model).json(body);
    }

    private static Scenario patch(String name, long id, String condition, String body) {
        Scenario row = Scenario.of(name, "PATCH", order(id)).json(body);
        return condition.isEmpty() ? row : row.ifMatch(condition);
    }

    @Test
    void what_changes_nothing_writes_nothing() {
        JsonNode account = records.create(
                "account",
                "{\"code\":\"N-" + RecordsServer.number()
                        + "\",\"limit\":2.50,\"since\":\"2024-05-01T10:00:00+02:00\",\"balance\":3}");
        String path = "/api/records/account/" + account.path("id").asText();
        for (String same : List.of(
                "{}",
                "{\"balance\":3}",
                "{\"limit\":2.5}",
                "{\"limit\":\"2.500\"}",
                "{\"limit\":25e-1}",
                "{\"since\":\"2024-05-01T08:00:00Z\"}",
                "{\"since\":\"2024-05-01T08:00:00.000000Z\"}",
                "{\"owner\":null}",
                account.toString(),
                "{\"version\":1,\"createdBy\":\"anonymous\"}")) {
            Scenario.of("the same value: " + same, "PATCH", path)
                    .ifMatch("\"1\"")
                    .json(same)
                    .answers(200)
                    .with("\"version\":1")
                    .logs(0)
                    .run(server);
        }
    }

    @Test
    void conditions_are_answered_in_their_order() {
        long id = records.createNumbered("order", "\"select\":\"a\"");
        long unknown = RecordsServer.number();
        patch("404 before 428", unknown, "", "{\"group\":\"x\"}")
                .refused(404, "unknown-record")
                .run(server);
        patch("428 before 422", id, "", "{\"group\":\"x\",\"nope\":1}")
                .refused(428, "condition-required")
                .run(server);
        patch("412 before 422", id, "\"9\"", "{\"group\":\"x\",\"nope\":1}")
                .refused(412, "version-conflict")
                .run(server);
        patch("then 422 for names", id, "\"1\"", "{\"group\":\"x\",\"nope\":1,\"nil\":2}")
                .refused(422, "unknown-field")
                .with("nope", "nil")
                .without("group\":\"type")
                .run(server);
        Scenario.of("DELETE needs a condition", "DELETE", order(id))
                .refused(428, "condition-required")
                .run(server);
        Scenario.of("DELETE at a stale version", "DELETE", order(id))
                .ifMatch("\"3\"")
                .refused(412, "version-conflict")
                .with("\"actual\":1")
                .run(server);
        Scenario.of("DELETE of nothing", "DELETE", order(unknown))
                .refused(404, "unknown-record")
                .run(server);
        for (String garbage : List.of(
                "1",
                "\"x\"",
                "\"0\"",
                "\"-1\"",
                "\"01\"",
                "W/\"1\"",
                "\"1\",\"2\"",
                "\"\"",
                "\"99999999999999999999\"",
                "\"1")) {
            patch("garbage in If-Match: " + garbage, id, garbage, "{\"group\":1}")
                    .refused(400, "malformed-request")
                    .with("If-Match")
                    .run(server);
        }
        Scenario.of("422 before 409", "POST", "/api/records/order")
                .json("{\"id\":" + id + ",\"group\":\"x\"}")
                .refused(422, "validation-failed")
                .run(server);
        Scenario.of("409 at last", "POST", "/api/records/order")
                .json("{\"id\":" + id + ",\"select\":\"a\"}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"id\"]")
                .run(server);
    }

    @Test
    void conditions_that_a_write_does_not_take_are_refused() {
        long id = records.createNumbered("order", "\"select\":\"a\"");
        for (String header : List.of("If-Match", "If-None-Match")) {
            post(header + " on a create", "order", "{\"id\":" + RecordsServer.number() + ",\"select\":\"a\"}")
                    .header(header, "*")
                    .refused(400, "malformed-request")
                    .with("\"header\":\"" + header + "\"", "leave it out")
                    .run(server);
        }
        for (String method : List.of("PATCH", "PUT", "DELETE")) {
            Scenario row = Scenario.of("If-None-Match on " + method, method, order(id))
                    .ifMatch("\"1\"")
                    .header("If-None-Match", "*")
                    .refused(400, "malformed-request")
                    .with("\"header\":\"If-None-Match\"", "send If-Match");
            (method.equals("DELETE") ? row : row.json("{\"select\":\"b\"}")).run(server);
        }
    }

    @Test
    void a_model_may_let_writes_go_without_a_condition() {
        String id = "free-" + RecordsServer.number();
        records.create("label", "{\"id\":\"" + id + "\"}");
        Scenario.of("PATCH", "PATCH", "/api/records/label/" + id)
                .json("{\"weight\":1}")
                .answers(200)
                .logs(1)
                .run(server);
        Scenario.of("a stale one still fails", "PATCH", "/api/records/label/" + id)
                .ifMatch("\"1\"")
                .json("{\"weight\":1}")
                .refused(412, "version-conflict")
                .run(server);
        Scenario.of("DELETE", "DELETE", "/api/records/label/" + id)
                .answers(204)
                .logs(1)
                .rows("label", -1)
                .run(server);
    }

    @Test
    void a_conflict_names_exactly_the_fields_that_both_sides_have_changed() {
        JsonNode account = records.create(
                "account",
                "{\"code\":\"C-" + RecordsServer.number()
                        + "\",\"balance\":1,\"limit\":1.00,\"since\":\"2024-01-01T00:00:00Z\",\"owner\":\"Ann\",\"branch\":\"b\"}");
        String id = account.path("id").asText();
        records.patch(
                "account", id, 1, "{\"balance\":2,\"limit\":2,\"since\":\"2025-01-01T00:00:00Z\",\"owner\":\"Bob\"}");
        String path = "/api/records/account/" + id;
        Http.Answer answer = Scenario.of("both changed balance", "PATCH", path)
                .ifMatch("\"1\"")
                .json("{\"balance\":3,\"branch\":\"c\"}")
                .refused(412, "version-conflict")
                .with("\"expected\":1", "\"actual\":2")
                .run(server);
        assertThat(Records.texts(answer.json().path("conflicts"))).containsExactly("balance");
        assertThat(answer.json().path("current")).isEqualTo(records.get("account", id));
        answer = Scenario.of("other spellings of the old values are no changes", "PATCH", path)
                .ifMatch("\"1\"")
                .json("{\"limit\":\"1.0\",\"since\":\"2024-01-01T01:00:00+01:00\",\"owner\":\"Ann\"}")
                .refused(412, "version-conflict")
                .run(server);
        assertThat(Records.texts(answer.json().path("conflicts"))).isEmpty();
        answer = Scenario.of("the same change on both sides is no conflict", "PATCH", path)
                .ifMatch("\"1\"")
                .json("{\"limit\":\"2.0\",\"since\":\"2025-01-01T01:00:00+01:00\",\"owner\":\"Eve\"}")
                .refused(412, "version-conflict")
                .run(server);
        assertThat(Records.texts(answer.json().path("conflicts"))).containsExactly("owner");
        answer = Scenario.of("a PUT also changes what it leaves out", "PUT", path)
                .ifMatch("\"1\"")
                .json("{\"code\":" + account.path("code") + ",\"branch\":\"b\"}")
                .refused(412, "version-conflict")
                .run(server);
        assertThat(Records.texts(answer.json().path("conflicts")))
                .containsExactly("balance", "owner", "limit", "since");
        answer = Scenario.of("a version that never was", "PATCH", path)
                .ifMatch("\"77\"")
                .json("{\"balance\":3}")
                .refused(412, "version-conflict")
                .with("\"base\":\"gone\"")
                .without("conflicts")
                .run(server);
        assertThat(answer.json().path("expected").asLong()).isEqualTo(77);
    }

    @Test
    void a_read_with_the_current_version_is_not_sent_again() {
        long id = records.createNumbered("order", "\"select\":\"a\"");
        for (String tag : List.of("\"1\"", "W/\"1\"", "\"9\", \"1\"", "*")) {
            Http.Answer same = Scenario.of("If-None-Match: " + tag, "GET", order(id))
                    .header("If-None-Match", tag)
                    .answers(304)
                    .run(server);
            assertThat(same.text()).isEmpty();
            assertThat(same.header("ETag")).contains("\"1\"");
        }
        Scenario.of("another version", "GET", order(id))
                .header("If-None-Match", "\"2\"")
                .answers(200)
                .run(server);
        Http.Answer head = Scenario.of("HEAD", "HEAD", order(id)).answers(200).run(server);
        assertThat(head.header("ETag")).contains("\"1\"");
    }

    @Test
    void versions_never_restart() {
        long id = records.createNumbered("order", "\"select\":\"a\"");
        records.patch("order", id, 1, "{\"group\":1}");
        Scenario.of("delete at 2", "DELETE", order(id))
                .ifMatch("\"2\"")
                .answers(204)
                .logs(1)
                .rows("order", -1)
                .run(server);
        Scenario.of("it is gone", "GET", order(id))
                .refused(404, "unknown-record")
                .run(server);
        Http.Answer again = post("the same id again", "order", "{\"id\":" + id + ",\"select\":\"b\"}")
                .answers(201)
                .with("\"version\":4")
                .logs(1)
                .rows("order", 1)
                .run(server);
        assertThat(again.header("ETag")).contains("\"4\"");
        patch("a version of the former one", id, "\"2\"", "{\"group\":1}")
                .refused(412, "version-conflict")
                .run(server);
    }
}
