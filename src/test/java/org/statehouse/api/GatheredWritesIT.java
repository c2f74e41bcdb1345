package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Patches of one record that come at the same time, of a model with {@code writes: batched}. */
class GatheredWritesIT {

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    @Test
    void patches_that_come_together_are_one_change_and_each_is_answered_with_it() throws Exception {
        long id = records.createNumbered("gauge", "");
        List<Http.Answer> answers =
                together(id, List.of("{\"a\":1}", "{\"b\":2}", "{\"c\":{\"x\":1}}", "{\"c\":{\"y\":2}}"));

        assertThat(answers).extracting(Http.Answer::status).containsOnly(200);
        assertThat(answers)
                .as("they came within the second that the model gives them")
                .extracting(answer -> answer.header("ETag").orElseThrow())
                .containsOnly("\"2\"");
        assertThat(answers)
                .extracting(answer -> answer.header("Statehouse-Position").orElseThrow())
                .containsOnly(answers.get(0).header("Statehouse-Position").orElseThrow());
        JsonNode now = server.http().get("/api/records/gauge/" + id).send().json();
        assertThat(answers).extracting(Http.Answer::json).containsOnly(now);
        assertThat(now.path("a").asInt()).isEqualTo(1);
        assertThat(now.path("b").asInt()).isEqualTo(2);
        assertThat(now.path("c")).hasToString("{\"x\":1,\"y\":2}");
        assertThat(history(id)).hasSize(2);
        assertThat(history(id).get(0).path("before").properties())
                .extracting(old -> old.getKey() + "=" + old.getValue())
                .containsExactlyInAnyOrder("a=null", "b=null", "c=null");
    }

    @Test
    void one_that_is_wrong_is_refused_alone() throws Exception {
        long id = records.createNumbered("gauge", "\"b\":1");
        List<Http.Answer> answers = together(
                id, List.of("{\"a\":1}", "{\"b\":101}", "{\"b\":7}", "{\"nothing\":1}", "{\"status\":\"DONE\"}"));

        assertThat(answers).extracting(Http.Answer::status).containsExactly(200, 422, 200, 422, 409);
        assertThat(answers.get(1).json().path("slug").asText()).isEqualTo("validation-failed");
        assertThat(answers.get(3).json().path("slug").asText()).isEqualTo("unknown-field");
        assertThat(answers.get(4).json().path("slug").asText()).isEqualTo("illegal-transition");
        JsonNode now = server.http().get("/api/records/gauge/" + id).send().json();
        assertThat(now.path("version").asInt()).isEqualTo(2);
        assertThat(now.path("b").asInt()).isEqualTo(7);
        assertThat(now.path("status").asText()).isEqualTo("IDLE");
    }

    @Test
    void what_only_the_database_can_refuse_is_refused_alone_as_well() throws Exception {
        long total = RecordsServer.number();
        records.createNumbered("gauge", "\"total\":" + total);
        long id = records.createNumbered("gauge", "");
        List<Http.Answer> answers =
                together(id, List.of("{\"a\":1}", "{\"total\":" + total + "}", "{\"owner\":999999999}"));

        assertThat(answers).extracting(Http.Answer::status).containsExactly(200, 409, 422);
        JsonNode now = server.http().get("/api/records/gauge/" + id).send().json();
        assertThat(now.path("a").asInt()).isEqualTo(1);
        assertThat(now.path("total").isNull()).isTrue();
        assertThat(now.path("owner").isNull()).isTrue();
    }

    @Test
    void a_write_that_names_a_version_or_has_a_key_waits_for_nobody_and_is_mixed_with_nobody() throws Exception {
        long id = records.createNumbered("gauge", "");
        String path = "/api/records/gauge/" + id;
        records.patch("gauge", id, 1, "{\"a\":1}");
        assertThat(history(id)).hasSize(2);
        List<Http.Answer> keyed = at(
                () -> patch(path, "{\"a\":2}")
                        .header("Idempotency-Key", "one-" + id)
                        .send(),
                () -> patch(path, "{\"a\":3}")
                        .header("Idempotency-Key", "two-" + id)
                        .send());
        assertThat(keyed).extracting(Http.Answer::status).containsOnly(200);
        assertThat(history(id)).hasSize(4);
    }

    @Test
    void nobody_writes_to_a_record_that_is_not_there() throws Exception {
        List<Http.Answer> answers = together(RecordsServer.number() + 900_000_000L, List.of("{\"a\":1}", "{\"a\":2}"));
        assertThat(answers).extracting(Http.Answer::status).containsOnly(404);
    }

    private List<Http.Answer> together(long id, List<String> patches) throws Exception {
        List<Call> calls = new ArrayList<>();
        for (String body : patches) {
            calls.add(() -> patch("/api/records/gauge/" + id, body).send());
        }
        return at(calls.toArray(Call[]::new));
    }

    private interface Call {
        Http.Answer send();
    }

    /** All at the same time. */
    private static List<Http.Answer> at(Call... calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.length);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Http.Answer>> answers = new ArrayList<>();
            for (Call call : calls) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.send();
                }));
            }
            start.countDown();
            List<Http.Answer> all = new ArrayList<>();
            for (Future<Http.Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private Http.Request patch(String path, String body) {
        return server.http().patch(path).body("application/merge-patch+json", body);
    }

    private List<JsonNode> history(long id) {
        List<JsonNode> all = new ArrayList<>();
        server.http()
                .get("/api/records/gauge/" + id + "/history")
                .send()
                .json()
                .path("data")
                .forEach(all::add);
        return all;
    }
}
