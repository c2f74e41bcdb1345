package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Models that change in the packaged server while it runs. */
class MetadataReloadIT {

    private static final String PROMISE =
            "Metadata changes live. Models change under running sessions: nobody loses data";

    private static final String CITY = """
            model: city
            id: { type: integer }
            fields:
              name: { type: text, required: true }
              size: { type: integer }
              note: { type: text }
            """;

    private static Path files;
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        files = Folders.create("reloaded");
        write(CITY);
        server = Server.builder("reload").metadata(files).build().start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void asAtFirst() throws Exception {
        write(CITY);
        JsonNode plan = server.http().post("/api/metadata/plan").send().json();
        reload("{\"consent\": " + plan.path("consent") + "}", 200);
        for (JsonNode city : list("?limit=1000").path("data")) {
            server.http()
                    .delete("/api/records/city/" + city.path("id"))
                    .header("If-Match", "*")
                    .send();
        }
    }

    @Test
    void a_plan_says_what_would_be_done_and_does_nothing() throws Exception {
        create("Rome", 3);
        write(CITY.replace("size: { type: integer }", "area: { type: integer, min: 0, renamedFrom: [size] }")
                        .replace("  note: { type: text }\n", "")
                + "  motto: { type: text }\n");
        JsonNode plan = server.http().post("/api/metadata/plan").send().json();

        assertThat(plan.path("steps").findValuesAsText("action"))
                .containsExactlyInAnyOrder("drop-field", "rename-field", "add-field", "add-rule");
        assertThat(plan.path("consent").toString()).isEqualTo("[\"drop city.note\"]");
        assertThat(plan.path("obstacles")).isEmpty();
        assertThat(plan.path("next").asLong()).isEqualTo(plan.path("catalog").asLong() + 1);
        JsonNode drop = step(plan, "drop-field");
        assertThat(drop.path("rows").asLong()).isEqualTo(1);
        assertThat(drop.path("loses").asBoolean()).isTrue();
        assertThat(drop.path("effect").asText()).isEqualTo("instant");
        assertThat(step(plan, "add-rule").path("effect").asText()).isEqualTo("scan");
        assertThat(list("").at("/data/0").has("note")).isTrue();
    }

    @Test
    void editing_a_file_changes_nothing_until_it_is_reloaded() throws Exception {
        create("Rome", 3);
        write(CITY.replace("size: { type: integer }", "area: { type: integer, renamedFrom: [size] }"));
        assertThat(list("").at("/data/0/size").asInt()).isEqualTo(3);

        JsonNode reloaded = reload("{}", 200);
        assertThat(reloaded.path("published").asBoolean()).isTrue();
        assertThat(list("").at("/data/0/area").asInt()).as(PROMISE).isEqualTo(3);
        assertThat(list("").at("/data/0").has("size")).isFalse();
        assertThat(reload("", 200).path("published").asBoolean())
                .as("the same files again")
                .isFalse();
        assertThat(server.http()
                        .get("/api/metadata")
                        .send()
                        .json()
                        .path("version")
                        .asLong())
                .isEqualTo(reloaded.path("catalog").asLong());
    }

    @Test
    void files_with_faults_are_refused_with_all_of_them_and_the_catalog_goes_on_serving() throws Exception {
        write(CITY.replace("text", "txt"));
        JsonNode problem = reload("", 422);
        assertThat(problem.path("slug").asText()).isEqualTo("metadata-invalid");
        assertThat(problem.path("faults")).hasSize(2);
        assertThat(problem.at("/faults/0/file").asText()).isEqualTo("geo/city.yaml");
        assertThat(problem.at("/faults/0/line").asInt()).isEqualTo(4);
        assertThat(problem.at("/faults/0/message").asText()).contains("did you mean 'text'?");
        assertThat(server.http()
                        .post("/api/metadata/plan")
                        .send()
                        .json()
                        .path("slug")
                        .asText())
                .isEqualTo("metadata-invalid");
        create("Rome", 3);
    }

    @Test
    void what_is_refused_leaves_no_trace_of_calls_in_the_log() throws Exception {
        write("model: city\nfields: 1\n");
        reload("", 422);
        assertThat(Files.readString(server.data().resolve("log/server.0.log")))
                .doesNotContain("system exception", "ProblemException");
    }

    @Test
    void a_loss_needs_consent_and_records_that_stand_against_the_models_refuse_them() throws Exception {
        create("Rome", 3);
        write(CITY.replace("  note: { type: text }\n", ""));
        JsonNode problem = reload("{\"consent\": [\"drop city.size\"]}", 409);
        assertThat(problem.path("slug").asText()).isEqualTo("consent-required");
        assertThat(problem.path("consent").toString()).isEqualTo("[\"drop city.note\"]");
        assertThat(step(problem.path("plan"), "drop-field").path("rows").asInt())
                .isEqualTo(1);
        JsonNode done = reload("{\"consent\": [\"drop city.note\", \"drop moon\"]}", 200);
        assertThat(done.path("unused").toString()).isEqualTo("[\"drop moon\"]");

        write(CITY.replace("size: { type: integer }", "size: { type: integer, min: 5 }"));
        JsonNode refused = reload("", 409);
        assertThat(refused.path("slug").asText()).isEqualTo("migration-refused");
        assertThat(refused.path("obstacles").toString()).contains("break the rule min of size 1 record");
        assertThat(step(refused.path("plan"), "add-rule").path("examples")).hasSize(1);
    }

    @Test
    void other_bodies_and_parameters_are_refused() {
        for (String body :
                List.of("[]", "{\"consent\": \"drop city\"}", "{\"consent\": [1]}", "{\"force\": true}", "{")) {
            assertThat(send("/api/metadata/reload", body).status()).as(body).isEqualTo(400);
        }
        assertThat(send("/api/metadata/plan", "{\"consent\": []}").status()).isEqualTo(400);
        assertThat(send("/api/metadata/reload?force=true", "").status()).isEqualTo(400);
        assertThat(server.http().get("/api/metadata/reload").send().status()).isEqualTo(405);
    }

    @Test
    void a_reload_that_is_sent_again_with_its_key_is_answered_as_it_was_the_first_time() throws Exception {
        write(CITY + "  motto: { type: text }\n");
        Http.Answer first = keyed("{}");
        assertThat(first.json().path("published").asBoolean()).as("%s", first).isTrue();
        Http.Answer again = keyed("{}");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(keyed("{\"consent\": []}").json().path("slug").asText()).isEqualTo("idempotency-mismatch");
        for (String[] header : new String[][] {{"Idempotency-Key", "k"}, {"If-Match", "\"1\""}}) {
            Http.Answer refused = server.http()
                    .post("/api/metadata/plan")
                    .header(header[0], header[1])
                    .send();
            assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        }
    }

    private static Http.Answer keyed(String body) {
        return server.http()
                .post("/api/metadata/reload")
                .header("Idempotency-Key", "one-reload")
                .body("application/json", body)
                .send();
    }

    @Test
    void no_request_fails_while_models_change_under_it() throws Exception {
        create("Rome", 3);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(6);
        List<Future<List<String>>> traffic = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            boolean writes = i % 2 == 0;
            traffic.add(clients.submit(() -> traffic(done, writes)));
        }
        String renamed = CITY.replace("size: { type: integer }", "area: { type: integer, renamedFrom: [size] }");
        String back = CITY.replace("size: { type: integer }", "size: { type: integer, renamedFrom: [area] }");
        try {
            for (int round = 0; round < 5; round++) {
                write(renamed + "  extra" + round + ": { type: text, required: true, default: x, unique: false }\n");
                reload("{\"consent\": [\"drop city.extra" + (round - 1) + "\"]}", 200);
                write(back + "  extra" + round + ": { type: text, required: true, default: x, maxLength: 9 }\n"
                        + "indexes: [ [name, size] ]\n");
                reload("{\"consent\": [\"rewrite city.extra" + round + "\"]}", 200);
            }
        } finally {
            done.set(true);
            clients.shutdown();
        }
        int requests = 0;
        for (Future<List<String>> one : traffic) {
            List<String> answers = one.get();
            requests += answers.size();
            assertThat(answers).as(PROMISE).allMatch(answer -> answer.startsWith("20"));
        }
        assertThat(requests).isGreaterThan(20);
        for (JsonNode city : list("?limit=1000").path("data")) {
            assertThat(city.path("size").asInt()).as("%s", city).isEqualTo(3);
        }
    }

    private static List<String> traffic(AtomicBoolean done, boolean writes) {
        List<String> answers = new ArrayList<>();
        while (!done.get()) {
            Http.Answer answer = writes
                    ? send("/api/records/city", "{\"name\": \"n\"}")
                    : server.http()
                            .get("/api/records/city?fields=name&limit=20")
                            .send();
            answers.add(answer.status() + " " + answer);
            if (writes && answer.status() == 201) {
                String id = answer.json().path("id").asText();
                Http.Answer changed = server.http()
                        .patch("/api/records/city/" + id)
                        .header("If-Match", "\"1\"")
                        .json(Map.of("name", "m"))
                        .send();
                answers.add(changed.status() + " " + changed);
                Http.Answer deleted = server.http()
                        .delete("/api/records/city/" + id)
                        .header("If-Match", "\"2\"")
                        .send();
                answers.add(deleted.status() + " " + deleted);
            }
        }
        return answers;
    }

    private static JsonNode step(JsonNode plan, String action) {
        for (JsonNode step : plan.path("steps")) {
            if (step.path("action").asText().equals(action)) {
                return step;
            }
        }
        throw new AssertionError(action + " in " + plan);
    }

    private static void create(String name, int size) {
        Http.Answer created = server.http()
                .post("/api/records/city")
                .json(Map.of("name", name, "size", size))
                .send();
        assertThat(created.status()).as("%s", created).isEqualTo(201);
    }

    private static JsonNode list(String query) {
        return server.http().get("/api/records/city" + query).send().json();
    }

    private static JsonNode reload(String body, int status) {
        Http.Answer answer = send("/api/metadata/reload", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        return answer.json();
    }

    private static Http.Answer send(String path, String body) {
        return server.http().post(path).body("application/json", body).send();
    }

    private static void write(String city) throws IOException {
        Path path = files.resolve("geo").resolve("city.yaml");
        Files.createDirectories(path.getParent());
        Files.writeString(path, city);
    }
}
