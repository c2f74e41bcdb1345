package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Checks without writing: what a write would say, and nothing is left behind. */
class ValidateIT {
    private static final String VALID = "{\"valid\":true,\"errors\":[]}";
    private static final int BODIES = 120;

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static Scenario check(String name, String modelAndQuery, String body) {
        String[] parts = modelAndQuery.split("\\?", 2);
        String query = parts.length == 2 ? "?" + parts[1] : "";
        return Scenario.of(name, "POST", "/api/records/" + parts[0] + "/validate" + query)
                .json(body)
                .answers(200);
    }

    @Test
    void a_whole_record_is_checked_as_a_create() {
        String code = "V-" + RecordsServer.number();
        check("good", "account", "{\"code\":\"" + code + "\"}").with(VALID).run(server);
        check("a missing value", "account", "{}")
                .with("\"valid\":false", "\"rule\":\"required\"", "\"pointer\":\"/code\"")
                .run(server);
        check("all errors at once", "account", "{\"code\":\"a\",\"balance\":-1,\"since\":\"x\",\"limit\":1.234}")
                .with("\"rule\":\"pattern\"", "\"rule\":\"min\"", "\"rule\":\"type\"", "\"rule\":\"precision\"")
                .run(server);
        check("unknown and system fields are errors among the others", "account", "{\"bogus\":1,\"version\":3}")
                .with("\"rule\":\"unknown\"", "\"rule\":\"readOnly\"", "\"rule\":\"required\"")
                .run(server);
    }

    @Test
    void keys_of_one_field_and_of_several_are_looked_up() {
        String code = "V-" + RecordsServer.number();
        String branch = "b" + RecordsServer.number();
        JsonNode taken =
                records.create("account", "{\"code\":\"" + code + "\",\"branch\":\"" + branch + "\",\"number\":1}");
        check("both keys", "account", "{\"code\":\"" + code + "\",\"branch\":\"" + branch + "\",\"number\":1}")
                .with("\"pointer\":\"/code\",\"field\":\"code\",\"rule\":\"unique\"", "\"fields\":[\"code\"]")
                .with("\"pointer\":\"\",\"rule\":\"unique\"", "\"fields\":[\"branch\",\"number\"]")
                .run(server);
        check("a null is equal to nothing", "account", "{\"code\":\"" + code + "X\",\"branch\":\"" + branch + "\"}")
                .with(VALID)
                .run(server);
        String own = "account?id=" + taken.path("id").asText();
        check("the record itself", own, "{\"code\":\"" + code + "\",\"branch\":\"" + branch + "\"}")
                .with(VALID)
                .run(server);
        JsonNode other =
                records.create("account", "{\"code\":\"" + code + "Y\",\"branch\":\"" + branch + "\",\"number\":2}");
        check("a key of which one half stays", "account?id=" + other.path("id").asText(), "{\"number\":1}")
                .with("\"fields\":[\"branch\",\"number\"]")
                .without("\"fields\":[\"code\"]")
                .run(server);
    }

    @Test
    void references_links_and_ids_are_looked_up() {
        long id = RecordsServer.number();
        check("references to nothing", "alpha", "{\"id\":" + id + ",\"whole\":-1,\"zeta\":-2}")
                .with("\"field\":\"whole\",\"rule\":\"exists\"", "\"field\":\"zeta\",\"rule\":\"exists\"")
                .run(server);
        check("links to nothing", "article", "{\"id\":" + id + ",\"labels\":[\"none" + id + "\"],\"sources\":[-1,-2]}")
                .with("\"field\":\"labels\",\"rule\":\"exists\"", "\"id\":\"-1\"", "\"id\":\"-2\"")
                .run(server);
        records.create("article", "{\"id\":" + id + "}");
        check("an id that is taken", "article", "{\"id\":" + id + "}")
                .with("\"field\":\"id\",\"rule\":\"unique\"")
                .run(server);
        check("no id", "article", "{}")
                .with("\"field\":\"id\",\"rule\":\"required\"")
                .run(server);
        check("an id of the server's", "ticket", "{\"id\":1,\"title\":\"t\"}")
                .with("\"field\":\"id\",\"rule\":\"readOnly\"")
                .run(server);
        check("links of a record that is there", "article?id=" + id, "{\"related\":[" + id + "]}")
                .with(VALID)
                .run(server);
    }

    @Test
    void a_new_record_may_be_linked_to_itself_but_not_refer_to_itself() {
        long id = RecordsServer.number();
        check("a link", "article", "{\"id\":" + id + ",\"related\":[" + id + "]}")
                .with(VALID)
                .run(server);
        check("a reference", "order", "{\"id\":" + id + ",\"select\":\"s\",\"from\":" + id + "}")
                .with("\"field\":\"from\",\"rule\":\"exists\"")
                .run(server);
        Scenario.of("the write says so too", "POST", "/api/records/order")
                .json("{\"id\":" + id + ",\"select\":\"s\",\"from\":" + id + "}")
                .refused(422, "validation-failed")
                .run(server);
        records.create("article", "{\"id\":" + id + ",\"related\":[" + id + "]}");
    }

    @Test
    void a_form_in_progress_is_checked_for_what_it_has() {
        String code = "V-" + RecordsServer.number();
        records.create("account", "{\"code\":\"" + code + "\"}");
        check("nothing yet", "account?partial=true", "{}").with(VALID).run(server);
        check("no id yet", "article?partial=true", "{\"title\":\"t\"}")
                .with(VALID)
                .run(server);
        check("given but empty", "account?partial=true", "{\"code\":\"\"}")
                .with("\"rule\":\"required\"")
                .run(server);
        check("given and wrong", "account?partial=true", "{\"owner\":\"x\"}")
                .with("\"rule\":\"minLength\"")
                .without("\"required\"")
                .run(server);
        check("given and taken", "account?partial=true", "{\"code\":\"" + code + "\"}")
                .with("\"rule\":\"unique\"")
                .run(server);
        check("partial=false is the whole", "account?partial=false", "{}")
                .with("\"rule\":\"required\"")
                .run(server);
    }

    @Test
    void a_change_is_checked_as_a_patch() {
        long id = records.createNumbered("order", "\"select\":\"a\",\"group\":1");
        check("nothing", "order?id=" + id, "{}").with(VALID).run(server);
        check("required", "order?id=" + id, "{\"select\":null}")
                .with("\"rule\":\"required\"")
                .run(server);
        check("system fields as they are", "order?id=" + id, "{\"id\":" + id + ",\"version\":1,\"group\":2}")
                .with(VALID)
                .run(server);
        check("system fields as they are not", "order?id=" + id, "{\"version\":2}")
                .with("\"rule\":\"readOnly\"")
                .run(server);
    }

    @Test
    void what_is_not_a_check_is_refused() {
        record Row(String path, String header, String body, int status, String slug) {}
        for (Row row : List.of(
                new Row("nope/validate", "", "{}", 404, "unknown-model"),
                new Row("order/validate?id=-7", "", "{}", 404, "unknown-record"),
                new Row("order/validate?id=x", "", "{}", 404, "unknown-record"),
                new Row("order/validate?id=", "", "{}", 404, "unknown-record"),
                new Row("order/validate?id=1&id=2", "", "{}", 400, "bad-query"),
                new Row("order/validate?partial=yes", "", "{}", 400, "bad-query"),
                new Row("order/validate?partial=true&id=1", "", "{}", 400, "bad-query"),
                new Row("order/validate?Partial=true", "", "{}", 400, "bad-query"),
                new Row("order/validate", "If-Match", "{}", 400, "malformed-request"),
                new Row("order/validate", "If-None-Match", "{}", 400, "malformed-request"),
                new Row("order/validate", "Idempotency-Key", "{}", 400, "malformed-request"),
                new Row("order/validate", "", "[]", 400, "malformed-request"),
                new Row("order/validate", "", "{\"a\":1,\"a\":2}", 400, "malformed-request"))) {
            Scenario scenario = Scenario.of(row.toString(), "POST", "/api/records/" + row.path())
                    .json(row.body())
                    .refused(row.status(), row.slug());
            (row.header().isEmpty() ? scenario : scenario.header(row.header(), "\"1\"")).run(server);
        }
        Scenario.of("another type", "POST", "/api/records/order/validate")
                .header("Content-Type", "text/csv")
                .refused(415, "unsupported-media-type")
                .run(server);
        Scenario.of("another method", "GET", "/api/records/order/validate")
                .refused(405, "method-not-allowed")
                .run(server);
    }

    @Test
    void the_check_says_of_any_body_what_the_write_says() {
        RandomBodies bodies = new RandomBodies(new Random(4711), "W" + RecordsServer.number());
        int good = 0;
        for (int i = 0; i < BODIES; i++) {
            String body = bodies.account();
            JsonNode verdict = post("account/validate", body).json();
            Http.Answer write = post("account", body);
            String what = body + "\n" + verdict + "\n" + write;
            boolean unknown = write.json().path("slug").asText().equals("unknown-field");
            boolean readOnly = write.json().path("slug").asText().equals("read-only-field");
            assertThat(verdict.path("valid").asBoolean()).as(what).isEqualTo(write.status() == 201);
            List<JsonNode> errors = new ArrayList<>();
            verdict.path("errors").forEach(errors::add);
            if (write.status() == 422) {
                List<JsonNode> said = new ArrayList<>();
                write.json().path("errors").forEach(said::add);
                if (!unknown && !readOnly) {
                    errors.removeIf(error -> error.path("rule").asText().equals("unique"));
                    assertThat(errors).as(what).containsExactlyInAnyOrderElementsOf(said);
                } else {
                    assertThat(errors).as(what).containsAll(said);
                }
            } else if (write.status() == 409) {
                assertThat(errors)
                        .as(what)
                        .allMatch(error -> error.path("rule").asText().equals("unique"));
            } else {
                good++;
            }
        }
        assertThat(good).as("Some bodies are good, some are not").isBetween(BODIES / 10, BODIES * 9 / 10);
    }

    private Http.Answer post(String path, String body) {
        return server.http()
                .post("/api/records/" + path)
                .body("application/json", body)
                .send();
    }
}
