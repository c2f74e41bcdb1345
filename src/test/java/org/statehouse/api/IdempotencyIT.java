package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;
import org.statehouse.testkit.Statements;

/** A write that is sent again with its Idempotency-Key is done once, and answered as it was the first time. */
class IdempotencyIT {

    private static final List<String> SAME =
            List.of("Content-Type", "Content-Length", "Location", "ETag", "Statehouse-Position");

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static String key() {
        return "key-" + RecordsServer.number();
    }

    private static Scenario keyed(String key, String method, String path) {
        return Scenario.of(method + " with " + key, method, "/api/records/" + path)
                .header("Idempotency-Key", key);
    }

    private static Scenario create(String key, String code) {
        return keyed(key, "POST", "account").json("{\"code\":\"" + code + "\"}");
    }

    private static void requireSame(Http.Answer again, Http.Answer first) {
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.text()).isEqualTo(first.text());
        for (String header : SAME) {
            assertThat(again.header(header)).as(header).isEqualTo(first.header(header));
        }
    }

    /** Sends what has just been done once more: it must be answered alike, and nothing must happen. */
    private void again(Scenario scenario, Http.Answer first) {
        requireSame(scenario.answers(first.status()).replayed().run(server), first);
    }

    @Test
    void a_create_that_is_sent_again_makes_no_second_record() {
        String key = key();
        String code = "C-" + RecordsServer.number();
        Http.Answer first =
                create(key, code).answers(201).logs(1).rows("account", 1).run(server);
        assertThat(first.header("Location").orElse(""))
                .endsWith("/account/" + first.json().path("id").asText());
        again(create(key, code), first);
        again(create("\"" + key + "\"", code), first);
    }

    @Test
    void every_kind_of_write_is_done_once() {
        long article = records.createNumbered("article", "\"title\":\"first\"");
        long topic = RecordsServer.number();
        records.create("topic", "{\"id\":\"t" + topic + "\"}");
        for (String label : List.of("a", "b")) {
            records.create("label", "{\"id\":\"" + label + article + "\"}");
        }
        String one = "article/" + article;
        String path = one + "/labels";
        String links = "{\"add\":[\"a" + article + "\"],\"remove\":[]}";
        record Row(
                String method,
                String path,
                String ifMatch,
                String body,
                int status,
                int logged,
                String table,
                int rows) {}
        for (Row row : List.of(
                new Row("PATCH", one, "\"1\"", "{\"title\":\"second\"}", 200, 1, "article", 0),
                new Row("PUT", one, "\"2\"", "{\"title\":\"third\"}", 200, 1, "article", 0),
                new Row("POST", path, "\"3\"", links, 200, 1, "article_labels", 1),
                new Row("PUT", path + "/b" + article, "*", "", 200, 1, "article_labels", 1),
                new Row("DELETE", path + "/b" + article, "*", "", 200, 1, "article_labels", -1),
                new Row("DELETE", one, "\"6\"", "", 204, 1, "article_labels", -1),
                new Row("DELETE", "topic/t" + topic, "*", "", 204, 1, "topic", 0),
                new Row("POST", "topic/t" + topic + "/restore", "*", "", 200, 1, "topic", 0))) {
            String key = key();
            Scenario scenario = keyed(key, row.method(), row.path()).ifMatch(row.ifMatch());
            if (!row.body().isEmpty()) {
                scenario.json(row.body());
            }
            if (row.path().equals(one) && row.method().equals("DELETE")) {
                scenario.rows("article", -1);
            }
            Http.Answer first = scenario.answers(row.status())
                    .logs(row.logged())
                    .rows(row.table(), row.rows())
                    .run(server);
            Scenario same = keyed(key, row.method(), row.path()).ifMatch(row.ifMatch());
            again(row.body().isEmpty() ? same : same.json(row.body()), first);
        }
    }

    @Test
    void a_write_that_had_nothing_to_change_is_answered_alike_too() {
        long id = records.createNumbered("article", "\"title\":\"same\"");
        String key = key();
        Http.Answer first = keyed(key, "PATCH", "article/" + id)
                .ifMatch("\"1\"")
                .json("{\"title\":\"same\"}")
                .answers(200)
                .run(server);
        records.patch("article", id, 1, "{\"title\":\"other\"}");
        Http.Answer again = server.http()
                .patch("/api/records/article/" + id)
                .header("Idempotency-Key", key)
                .ifMatch(1)
                .body("application/json", "{\"title\":\"same\"}")
                .send();
        requireSame(again, first);
        assertThat(again.header("Idempotent-Replayed")).hasValue("true");
    }

    @Test
    void the_answer_stays_when_the_record_is_changed_or_gone() {
        String key = key();
        String code = "G-" + RecordsServer.number();
        Http.Answer first =
                create(key, code).answers(201).logs(1).rows("account", 1).run(server);
        String id = first.json().path("id").asText();
        records.patch("account", id, 1, "{\"owner\":\"somebody\"}");
        again(create(key, code), first);
        assertThat(server.http()
                        .delete("/api/records/account/" + id)
                        .ifMatch(2)
                        .send()
                        .status())
                .isEqualTo(204);
        again(create(key, code), first);
    }

    @Test
    void what_failed_is_tried_anew_with_the_same_key() {
        String key = key();
        String code = "F-" + RecordsServer.number();
        create(key, "not a code").refused(422, "validation-failed").run(server);
        create(key, "not a code").refused(422, "validation-failed").run(server);
        Http.Answer first =
                create(key, code).answers(201).logs(1).rows("account", 1).run(server);
        again(create(key, code), first);
        String taken = key();
        create(taken, code).refused(409, "unique-violation").run(server);
        String id = first.json().path("id").asText();
        assertThat(server.http()
                        .delete("/api/records/account/" + id)
                        .ifMatch(1)
                        .send()
                        .status())
                .isEqualTo(204);
        create(taken, code).answers(201).logs(1).rows("account", 1).run(server);
    }

    @Test
    void a_key_with_another_body_type_or_condition_is_refused() {
        long id = records.createNumbered("article", "\"title\":\"first\"");
        String key = key();
        String path = "article/" + id;
        String body = "{\"title\":\"second\"}";
        Http.Answer first = keyed(key, "PATCH", path)
                .ifMatch("\"1\"")
                .json(body)
                .answers(200)
                .logs(1)
                .run(server);
        String slug = "idempotency-mismatch";
        keyed(key, "PATCH", path)
                .ifMatch("\"1\"")
                .json(body + " ")
                .refused(422, slug)
                .run(server);
        keyed(key, "PATCH", path).ifMatch("\"2\"").json(body).refused(422, slug).run(server);
        keyed(key, "PATCH", path).ifMatch("*").json(body).refused(422, slug).run(server);
        keyed(key, "PATCH", path).json(body).refused(422, slug).run(server);
        keyed(key, "PATCH", path)
                .ifMatch("\"1\"")
                .header("Prefer", "merge=fields")
                .json(body)
                .refused(422, slug)
                .run(server);
        keyed(key, "PATCH", path)
                .ifMatch("\"1\"")
                .header("Content-Type", "application/merge-patch+json")
                .json(body)
                .refused(422, slug)
                .run(server);
        again(keyed(key, "PATCH", path).ifMatch("\"1\"").json(body), first);
    }

    @Test
    void a_key_belongs_to_its_method_and_path() {
        long first = records.createNumbered("article", "\"title\":\"first\"");
        long other = records.createNumbered("article", "\"title\":\"first\"");
        String key = key();
        String body = "{\"title\":\"second\"}";
        for (long id : List.of(first, other)) {
            keyed(key, "PATCH", "article/" + id)
                    .ifMatch("*")
                    .json(body)
                    .answers(200)
                    .logs(1)
                    .run(server);
            keyed(key, "PUT", "article/" + id)
                    .ifMatch("*")
                    .json(body)
                    .answers(200)
                    .run(server);
        }
    }

    @Test
    void one_address_that_is_spelled_in_two_ways_is_one_path() {
        String label = "x" + RecordsServer.number();
        records.create("label", "{\"id\":\"" + label + "\"}");
        String key = key();
        String body = "{\"weight\":1}";
        Http.Answer first = keyed(key, "PATCH", "label/" + label)
                .json(body)
                .answers(200)
                .logs(1)
                .run(server);
        again(keyed(key, "PATCH", "label/%78" + label.substring(1)).json(body), first);
    }

    @Test
    void a_write_with_passwords_is_done_once() {
        long id = RecordsServer.number();
        String key = key();
        String body = "{\"id\":" + id + ",\"name\":\"a\",\"pin\":\"12345\"}";
        Http.Answer first = keyed(key, "POST", "member")
                .json(body)
                .answers(201)
                .logs(1)
                .rows("member", 1)
                .run(server);
        again(keyed(key, "POST", "member").json(body), first);
        String change = key();
        String secret = "{\"pin\":\"54321\"}";
        Http.Answer changed = keyed(change, "PATCH", "member/" + id)
                .ifMatch("\"1\"")
                .json(secret)
                .answers(200)
                .logs(1)
                .run(server);
        again(keyed(change, "PATCH", "member/" + id).ifMatch("\"1\"").json(secret), changed);
        keyed(key(), "PATCH", "member/" + id)
                .ifMatch("\"1\"")
                .json(secret)
                .refused(412, "version-conflict")
                .run(server);
    }

    @Test
    void a_call_that_writes_nothing_takes_no_key() {
        keyed(key(), "POST", "account/validate")
                .json("{}")
                .refused(400, "malformed-request")
                .with("Idempotency-Key is not taken here")
                .run(server);
        keyed(key(), "GET", "account").answers(200).run(server);
    }

    @Test
    void nothing_of_a_key_or_a_body_that_failed_is_in_the_database() throws Exception {
        String key = "secret-" + key();
        create(key, "not a code").refused(422, "validation-failed").run(server);
        create(key, "S-" + RecordsServer.number())
                .answers(201)
                .logs(1)
                .rows("account", 1)
                .run(server);
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*), count(*) FILTER (WHERE status IS NULL), count(*) FILTER (WHERE strpos("
                                + "row_to_json(k)::text, 'secret-') > 0) FROM statehouse.kept_answer k")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isPositive();
            assertThat(rows.getLong(2)).as("rows without an answer").isZero();
            assertThat(rows.getLong(3)).as("rows that tell a key").isZero();
        }
    }

    @Test
    void what_the_answer_says_is_what_the_log_has() {
        String cursor = records.now();
        Http.Answer first = create(key(), "L-" + RecordsServer.number())
                .answers(201)
                .logs(1)
                .rows("account", 1)
                .run(server);
        List<JsonNode> changes = records.since(cursor);
        assertThat(changes.stream()
                        .map(change -> change.path("cursor").asText())
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(first.header("Statehouse-Position").orElse("")));
    }

    @Test
    void what_was_kept_for_long_enough_is_forgotten() throws Exception {
        String old = "SELECT count(*) FROM statehouse.kept_answer WHERE at < now() - interval '24 hours'";
        Statements.execute(
                server.dataSource(),
                "INSERT INTO statehouse.kept_answer SELECT sha256('old'), sha256(''), now() - interval '25 hours',"
                        + " 200, '{}', ''");
        await().atMost(Duration.ofSeconds(60)).until(() -> Statements.number(server.dataSource(), old) == 0);
    }
}
