package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Single records: create, read, change, replace, delete, and every condition on them. */
class RecordWritesIT {
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
    void creates_records_with_ids_of_every_kind_under_names_that_are_words_of_sql() {
        long id = RecordsServer.number();
        Http.Answer numbered = post("an id of the client's", "order", "{\"id\":" + id + ",\"select\":\"a\"}")
                .answers(201)
                .with("\"id\":" + id + ",\"version\":1", "\"select\":\"a\"", "\"group\":7", "\"from\":null")
                .with("\"createdBy\":\"anonymous\"")
                .logs(1)
                .rows("order", 1)
                .run(server);
        assertThat(numbered.header("ETag")).contains("\"1\"");
        assertThat(numbered.header("Location").orElse("")).endsWith(order(id));
        Http.Answer uuid = post("a uuid of the server's", "account", "{\"code\":\"A-" + id + "\"}")
                .answers(201)
                .with("\"version\":1", "\"balance\":0", "\"limit\":10.50")
                .logs(1)
                .rows("account", 1)
                .run(server);
        assertThat(uuid.json().path("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
        Http.Answer counted = post("a number of the server's", "ticket", "{\"title\":\"t\"}")
                .answers(201)
                .logs(1)
                .rows("ticket", 1)
                .run(server);
        assertThat(counted.json().path("id").isIntegralNumber()).isTrue();
        for (Http.Answer created : List.of(numbered, uuid, counted)) {
            String path =
                    java.net.URI.create(created.header("Location").orElse("")).getRawPath();
            Http.Answer read =
                    Scenario.of("read by Location", "GET", path).answers(200).run(server);
            assertThat(read.text()).isEqualTo(created.text());
            assertThat(read.header("ETag")).contains("\"1\"");
        }
    }

    @Test
    void takes_string_ids_that_an_address_can_hold_and_refuses_the_others() {
        for (String id :
                List.of("a/b", "a;b", "a b+c%2F?#", "{x}", "é😀", "'\"--", "$ref", ".a", "a..", "a/.b", "a=b&c")) {
            Http.Answer created = post("id " + id, "label", "{\"id\":\"" + id.replace("\"", "\\\"") + "\"}")
                    .answers(201)
                    .logs(1)
                    .rows("label", 1)
                    .run(server);
            String path =
                    java.net.URI.create(created.header("Location").orElse("")).getRawPath();
            Http.Answer read =
                    Scenario.of("read " + id, "GET", path).answers(200).run(server);
            assertThat(read.json().path("id").asText()).isEqualTo(id);
            Scenario.of("delete " + id, "DELETE", path)
                    .answers(204)
                    .logs(1)
                    .rows("label", -1)
                    .run(server);
        }
        for (String id : List.of(
                ".",
                "..",
                "a/../b",
                "a/.",
                "./b",
                "...",
                "a/...b",
                "a\\\\b",
                "",
                "history",
                "a\\u0000",
                "\\ud800",
                "a\\nb",
                "x".repeat(256))) {
            post("id " + id, "label", "{\"id\":\"" + id + "\"}")
                    .refused(422, "validation-failed")
                    .with("\"field\":\"id\"")
                    .run(server);
        }
        post("no id", "label", "{}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"required\"")
                .run(server);
        post("an id where the server gives it", "ticket", "{\"id\":5,\"title\":\"x\"}")
                .refused(422, "read-only-field")
                .with("\"field\":\"id\"")
                .run(server);
    }

    @Test
    void a_patch_changes_what_it_names() {
        long id = records.createNumbered("order", "\"select\":\"a\",\"group\":1,\"table\":true");
        patch("one field", id, "\"1\"", "{\"group\":2}")
                .answers(200)
                .with("\"version\":2", "\"group\":2", "\"select\":\"a\"", "\"table\":true")
                .logs(1)
                .run(server);
        patch("null takes a value away", id, "\"2\"", "{\"table\":null}")
                .answers(200)
                .with("\"version\":3", "\"table\":null", "\"group\":2")
                .logs(1)
                .run(server);
        patch("as a merge patch by name", id, "\"3\"", "{\"group\":3}")
                .header("Content-Type", "application/merge-patch+json")
                .answers(200)
                .with("\"version\":4", "\"group\":3")
                .logs(1)
                .run(server);
        patch("null in a required field", id, "\"4\"", "{\"select\":null}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"required\"", "\"pointer\":\"/select\"")
                .run(server);
        patch("whatever is there", id, "*", "{\"group\":5}")
                .answers(200)
                .with("\"version\":5", "\"group\":5")
                .logs(1)
                .run(server);
        patch("an array is no merge patch of a record", id, "*", "[1]")
                .refused(400, "malformed-request")
                .run(server);
    }

    @Test
    void a_put_gives_absent_fields_their_default_or_null() {
        long id = records.createNumbered("order", "\"select\":\"a\",\"group\":1,\"table\":true");
        Scenario.of("a replacement", "PUT", order(id))
                .ifMatch("\"1\"")
                .json("{\"select\":\"b\"}")
                .answers(200)
                .with("\"version\":2", "\"select\":\"b\"", "\"group\":7", "\"table\":null")
                .logs(1)
                .run(server);
        Scenario.of("the same again", "PUT", order(id))
                .ifMatch("\"2\"")
                .json("{\"select\":\"b\"}")
                .answers(200)
                .with("\"version\":2")
                .logs(0)
                .run(server);
        Scenario.of("null is no default", "PUT", order(id))
                .ifMatch("\"2\"")
                .json("{\"select\":\"b\",\"group\":null}")
                .answers(200)
                .with("\"group\":null")
                .logs(1)
                .run(server);
        Scenario.of("a required field is absent", "PUT", order(id))
                .ifMatch("\"3\"")
                .json("{}")
                .refused(422, "validation-failed")
                .with("\"field\":\"select\"", "required")
                .run(server);
        Scenario.of("its own read as it is", "PUT", order(id))
                .ifMatch("\"3\"")
                .json(records.get("order", id).toString())
                .answers(200)
                .with("\"version\":3")
                .logs(0)
                .run(server);
        long unknown = RecordsServer.number();
        Scenario.of("PUT creates nothing", "PUT", order(unknown))
                .ifMatch("*")
                .json("{\"select\":\"b\"}")
                .refused(404, "unknown-record")
                .run(server);
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
    void all_violations_come_at_once() {
        Http.Answer answer = post(
                        "six of them",
                        "account",
                        "{\"code\":\"lower case\",\"balance\":-1,\"owner\":\"x\","
                                + "\"email\":\"no\",\"limit\":1.234,\"since\":\"yesterday\",\"number\":\"abc\",\"branch\":\""
                                + "b".repeat(21) + "\"}")
                .refused(422, "validation-failed")
                .run(server);
        List<String> fields = answer.json().path("errors").findValuesAsText("field");
        assertThat(fields)
                .containsExactlyInAnyOrder("code", "balance", "owner", "email", "limit", "since", "number", "branch");
        assertThat(answer.text()).contains("Use capitals, digits and dashes");
        post(
                        "a broken rule and a reference to nothing",
                        "order",
                        "{\"id\":" + RecordsServer.number() + ",\"from\":123456789,\"group\":\"x\"}")
                .refused(422, "validation-failed")
                .with("\"field\":\"group\"", "\"field\":\"select\"", "\"field\":\"from\"", "\"rule\":\"exists\"")
                .run(server);
        post(
                        "a reference to nothing alone",
                        "order",
                        "{\"id\":" + RecordsServer.number() + ",\"from\":123456789,\"select\":\"x\"}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"exists\"", "\"pointer\":\"/from\"")
                .run(server);
    }

    @Test
    void what_the_server_sets_may_be_sent_only_as_it_is() {
        long id = records.createNumbered("order", "\"select\":\"a\"");
        JsonNode order = records.get("order", id);
        patch(
                        "all of them unchanged, and a change",
                        id,
                        "\"1\"",
                        order.toString().replace("\"select\":\"a\"", "\"select\":\"b\""))
                .answers(200)
                .with("\"select\":\"b\"", "\"version\":2")
                .logs(1)
                .run(server);
        for (String member : List.of(
                "\"id\":1",
                "\"version\":9",
                "\"createdAt\":\"2020-01-01T00:00:00Z\"",
                "\"createdBy\":\"me\"",
                "\"updatedAt\":null",
                "\"updatedBy\":\"me\"")) {
            String name = member.substring(1, member.indexOf('"', 1));
            patch("changed: " + member, id, "\"2\"", "{" + member + "}")
                    .refused(422, "read-only-field")
                    .with("\"field\":\"" + name + "\"")
                    .run(server);
        }
        post("on a create", "order", "{\"id\":" + RecordsServer.number() + ",\"select\":\"x\",\"version\":1}")
                .refused(422, "read-only-field")
                .run(server);
    }

    @Test
    void unique_values_are_refused_with_the_fields() {
        String code = "U-" + RecordsServer.number();
        JsonNode first =
                records.create("account", "{\"code\":\"" + code + "\",\"branch\":\"" + code + "\",\"number\":1}");
        post("one field", "account", "{\"code\":\"" + code + "\"}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"code\"]")
                .run(server);
        post("two fields", "account", "{\"code\":\"" + code + "-2\",\"branch\":\"" + code + "\",\"number\":1}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"branch\",\"number\"]")
                .run(server);
        post("null is like nothing", "account", "{\"code\":\"" + code + "-3\",\"branch\":\"" + code + "\"}")
                .answers(201)
                .logs(1)
                .rows("account", 1)
                .run(server);
        JsonNode other =
                records.create("account", "{\"code\":\"" + code + "-4\",\"branch\":\"" + code + "\",\"number\":2}");
        Scenario.of(
                        "by a change",
                        "PATCH",
                        "/api/records/account/" + other.path("id").asText())
                .ifMatch("\"1\"")
                .json("{\"number\":1}")
                .refused(409, "unique-violation")
                .with("\"fields\":[\"branch\",\"number\"]")
                .run(server);
        Scenario.of(
                        "gone, it is free again",
                        "DELETE",
                        "/api/records/account/" + first.path("id").asText())
                .ifMatch("\"1\"")
                .answers(204)
                .logs(1)
                .rows("account", -1)
                .run(server);
        post("taken again", "account", "{\"code\":\"" + code + "\"}")
                .answers(201)
                .logs(1)
                .rows("account", 1)
                .run(server);
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
