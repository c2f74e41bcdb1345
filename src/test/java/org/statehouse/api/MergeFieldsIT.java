package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** A patch of an earlier version that goes with what has changed since, for who prefers it. */
class MergeFieldsIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private Scenario patch(String name, String model, Object id, long version, String body) {
        return Scenario.of(name, "PATCH", "/api/records/" + model + "/" + id)
                .header("Prefer", "merge=fields")
                .ifMatch("\"" + version + "\"")
                .json(body);
    }

    private static void applied(Http.Answer answer, boolean applied) {
        assertThat(answer.header("Preference-Applied").orElse("")).isEqualTo(applied ? "merge=fields" : "");
    }

    private long shipment() {
        long id = records.createNumbered("shipment", "\"note\":\"a\",\"pieces\":1,\"price\":\"1.50\"");
        records.patch("shipment", id, 1, "{\"note\":\"b\"}");
        records.patch("shipment", id, 2, "{\"fragile\":true}");
        return id;
    }

    @Test
    void fields_that_only_one_side_has_changed_go_together() {
        long id = shipment();
        Http.Answer answer = patch("other fields", "shipment", id, 1, "{\"pieces\":2}")
                .answers(200)
                .logs(1)
                .with("\"note\":\"b\"", "\"pieces\":2", "\"fragile\":true", "\"version\":4")
                .run(server);
        applied(answer, true);
        assertThat(answer.header("ETag")).hasValue("\"4\"");
        applied(
                patch("the current version", "shipment", id, 4, "{\"pieces\":3}")
                        .answers(200)
                        .logs(1)
                        .run(server),
                false);
    }

    @Test
    void what_the_patch_leaves_as_it_was_is_not_taken_back() {
        long id = shipment();
        applied(
                patch(
                                "a form sends everything",
                                "shipment",
                                id,
                                1,
                                "{\"note\":\"a\",\"pieces\":7,\"fragile\":false,\"price\":1.5,\"version\":1}")
                        .answers(200)
                        .logs(1)
                        .with("\"note\":\"b\"", "\"pieces\":7", "\"fragile\":true")
                        .run(server),
                true);
    }

    @Test
    void the_same_value_on_both_sides_is_no_conflict() {
        long id = shipment();
        applied(
                patch("nothing is left to change", "shipment", id, 1, "{\"note\":\"b\"}")
                        .answers(200)
                        .with("\"version\":3")
                        .run(server),
                true);
        applied(
                patch("of the version before", "shipment", id, 2, "{\"fragile\":true,\"note\":\"b\"}")
                        .answers(200)
                        .with("\"version\":3")
                        .run(server),
                true);
    }

    @Test
    void a_field_that_both_have_changed_to_different_values_is_a_conflict() {
        long id = shipment();
        Http.Answer answer = patch("a conflict", "shipment", id, 1, "{\"note\":\"c\",\"pieces\":2}")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[\"note\"]", "\"expected\":1", "\"actual\":3")
                .run(server);
        applied(answer, false);
        patch("to nothing", "shipment", id, 1, "{\"note\":null}")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[\"note\"]")
                .run(server);
    }

    @Test
    void without_the_base_nothing_is_merged() {
        long id = shipment();
        patch("never was", "shipment", id, 17, "{\"pieces\":2}")
                .refused(412, "version-conflict")
                .with("\"base\":\"gone\"")
                .run(server);
        assertThat(records.http()
                        .delete("/api/records/shipment/" + id)
                        .header("If-Match", "*")
                        .send()
                        .status())
                .isEqualTo(204);
        records.create("shipment", "{\"id\":" + id + "}");
        patch("of a record that was another", "shipment", id, 1, "{\"pieces\":2}")
                .refused(412, "version-conflict")
                .with("\"base\":\"gone\"")
                .run(server);
    }

    @Test
    void objects_are_whole_values() {
        long id = records.createNumbered("device", "\"name\":\"a\",\"data\":{\"a\":1,\"b\":1}");
        records.patch("device", id, 1, "{\"name\":\"b\"}");
        applied(
                patch("an object that nobody has changed", "device", id, 1, "{\"data\":{\"b\":2}}")
                        .answers(200)
                        .logs(1)
                        .with("{\"a\":1,\"b\":2}", "\"name\":\"b\"")
                        .run(server),
                true);
        patch("another member of it", "device", id, 2, "{\"data\":{\"a\":9}}")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[\"data\"]")
                .run(server);
        applied(
                patch("the same member", "device", id, 2, "{\"data\":{\"b\":2.0}}")
                        .answers(200)
                        .with("\"version\":3")
                        .run(server),
                true);
    }

    @Test
    void links_and_passwords_conflict_where_nobody_can_tell() {
        long id = records.createNumbered("article", "\"title\":\"a\"");
        String label = "label" + RecordsServer.number();
        records.create("label", "{\"id\":\"" + label + "\"}");
        records.patch("article", id, 1, "{\"title\":\"b\"}");
        applied(
                patch("links that nobody has changed", "article", id, 1, "{\"labels\":[\"" + label + "\"]}")
                        .answers(200)
                        .logs(1)
                        .rows("article_labels", 1)
                        .run(server),
                true);
        patch("links that somebody has changed", "article", id, 2, "{\"labels\":[]}")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[\"labels\"]")
                .run(server);
        long member = records.createNumbered("member", "\"name\":\"n\",\"pin\":\"pin-one\"");
        records.patch("member", member, 1, "{\"name\":\"m\"}");
        patch("a password", "member", member, 1, "{\"pin\":\"pin-two\"}")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[\"pin\"]")
                .without("pin-two")
                .run(server);
    }

    @Test
    void what_comes_of_it_obeys_the_rules() {
        long id = shipment();
        patch("a broken rule", "shipment", id, 1, "{\"pieces\":-1}")
                .refused(422, "validation-failed")
                .run(server);
        patch("no such field", "shipment", id, 1, "{\"colour\":null}")
                .refused(422, "unknown-field")
                .run(server);
        patch("the server's", "shipment", id, 1, "{\"createdBy\":\"me\"}")
                .refused(422, "read-only-field")
                .run(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merge=fields",
                "MERGE=fields",
                "merge=\"fields\"",
                "respond-async, merge=fields; q=1",
                " merge = fields"
            })
    void every_spelling_of_the_preference_counts(String prefer) {
        long id = shipment();
        applied(
                Scenario.of("spelled " + prefer, "PATCH", "/api/records/shipment/" + id)
                        .header("Prefer", prefer)
                        .ifMatch("\"1\"")
                        .json("{\"pieces\":5}")
                        .answers(200)
                        .logs(1)
                        .run(server),
                true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"merge", "merge=records", "merge=records, merge=fields", "return=minimal", "", "fields=merge"})
    void other_preferences_are_ignored(String prefer) {
        long id = shipment();
        applied(
                Scenario.of("preferring " + prefer, "PATCH", "/api/records/shipment/" + id)
                        .header("Prefer", prefer)
                        .ifMatch("\"1\"")
                        .json("{\"pieces\":5}")
                        .refused(412, "version-conflict")
                        .run(server),
                false);
    }

    @Test
    void only_a_patch_is_merged() {
        long id = shipment();
        Scenario.of("a replacement", "PUT", "/api/records/shipment/" + id)
                .header("Prefer", "merge=fields")
                .ifMatch("\"1\"")
                .json("{\"pieces\":5}")
                .refused(412, "version-conflict")
                .run(server);
        Scenario.of("a delete", "DELETE", "/api/records/shipment/" + id)
                .header("Prefer", "merge=fields")
                .ifMatch("\"1\"")
                .refused(412, "version-conflict")
                .run(server);
    }

    @Test
    void all_who_change_a_field_of_their_own_at_once_succeed() throws Exception {
        long id = records.createNumbered("shipment", "");
        List<String> patches = List.of(
                "{\"note\":\"n\"}",
                "{\"pieces\":4}",
                "{\"balance\":5}",
                "{\"price\":\"6.5\"}",
                "{\"fragile\":true}",
                "{\"day\":\"2024-02-29\"}",
                "{\"state\":\"SENT\"}",
                "{\"at\":\"2024-02-29T00:00:00Z\"}");
        ExecutorService threads = Executors.newFixedThreadPool(patches.size());
        try {
            List<Future<Http.Answer>> answers = new ArrayList<>();
            for (String patch : patches) {
                answers.add(threads.submit(() -> records.http()
                        .patch("/api/records/shipment/" + id)
                        .ifMatch(1)
                        .header("Prefer", "merge=fields")
                        .body("application/json", patch)
                        .send()));
            }
            for (Future<Http.Answer> answer : answers) {
                assertThat(answer.get().status()).as("%s", answer.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(records.get("shipment", id).toString())
                .contains(
                        "\"version\":9",
                        "\"note\":\"n\"",
                        "\"pieces\":4",
                        "\"balance\":5",
                        "\"price\":6.5",
                        "\"fragile\":true",
                        "\"day\":\"2024-02-29\"",
                        "\"state\":\"SENT\"",
                        "\"at\":\"2024-02-29T00:00:00.000000Z\"");
    }
}
