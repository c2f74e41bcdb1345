package org.statehouse.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The samples {@code parking}, {@code movies} and {@code workspace}, used as their README says. */
class SampleApplicationsIT {

    private static final Server SERVER = Server.builder("samples").build();

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void a_vehicle_parks_pays_and_leaves_and_no_rule_of_the_garage_can_be_passed_over() throws Exception {
        assertThat(run("metadata/parking/import.sh")).contains("spot: done, 500 written, 0 failed");
        assertThat(run("metadata/parking/import.sh")).contains("spot: done, 0 written, 500 failed");
        assertThat(spots("COMPACT")).isEqualTo(100);
        assertThat(spots("STANDARD")).isEqualTo(350);
        assertThat(spots("OVERSIZED")).isEqualTo(50);
        JsonNode last = get("/api/records/spot/F5-B10-S010");
        assertThat(last.path("size").textValue()).isEqualTo("OVERSIZED");
        assertThat(last.path("status").textValue()).isEqualTo("AVAILABLE");

        String garage = last.path("garage").textValue();
        Http.Answer vehicle = post("/api/records/vehicle", Map.of("licensePlate", " ab-1 "));
        assertThat(vehicle.json().path("licensePlate").textValue()).isEqualTo("AB-1");
        String id = vehicle.json().path("id").textValue();
        Map<String, String> stay =
                Map.of("garage", garage, "vehicle", id, "spot", "F1-B1-S001", "startTime", "2026-01-01T08:00:00Z");
        Http.Answer session = post("/api/records/parkingSession", stay);
        assertThat(session.status()).as("%s", session).isEqualTo(201);
        assertThat(session.json().path("status").textValue()).isEqualTo("ACTIVE");
        Http.Answer twice = post("/api/records/parkingSession", stay);
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.json().path("detail").textValue()).isEqualTo("The vehicle is parked already");

        String path = "/api/records/parkingSession/" + session.json().path("id").textValue();
        Http.Answer early = patch(path, 1, Map.of("endTime", "2026-01-01T07:00:00Z"));
        assertThat(early.status()).isEqualTo(422);
        assertThat(early.json().path("detail").textValue()).isEqualTo("Ends before it starts");
        assertThat(patch(path, 1, Map.of("status", "COMPLETED")).status()).isEqualTo(200);
        Http.Answer back = patch(path, 2, Map.of("status", "ACTIVE"));
        assertThat(back.status()).isEqualTo(409);
        assertThat(back.json().path("slug").textValue()).isEqualTo("illegal-transition");
        assertThat(post("/api/records/parkingSession", stay).status()).isEqualTo(201);

        Http.Answer payment = post(
                "/api/records/payment",
                Map.of(
                        "garage",
                        garage,
                        "session",
                        session.json().path("id").textValue(),
                        "amount",
                        "12.50",
                        "method",
                        "CASH"));
        assertThat(payment.json().path("amount").decimalValue()).isEqualByComparingTo("12.50");
        assertThat(payment.json().path("status").textValue()).isEqualTo("PENDING");
        Http.Answer kept = SERVER.http().delete(path).ifMatch(2).send();
        assertThat(kept.json().path("slug").textValue()).as("%s", kept).isEqualTo("reference-restricted");
    }

    @Test
    void a_movie_takes_its_quotes_along_when_it_is_deleted_and_comes_back_alone() {
        Http.Answer movie = post("/api/records/movie", Map.of("name", "Metropolis", "releaseYear", 1927));
        String id = movie.json().path("id").textValue();
        Http.Answer quote = post("/api/records/quote", Map.of("movie", id, "quote", "Between head and hands"));
        String path = "/api/records/movie/" + id;
        assertThat(get(path + "/quotes").path("data")).hasSize(1);
        assertThat(SERVER.http().delete(path).ifMatch(1).send().status()).isEqualTo(204);
        String its = "/api/records/quote/" + quote.json().path("id").textValue();
        assertThat(SERVER.http().get(its).send().status()).isEqualTo(404);
        assertThat(SERVER.http().post(path + "/restore").ifMatch(2).send().status())
                .isEqualTo(200);
        assertThat(get(path + "/quotes").path("data")).isEmpty();
        assertThat(SERVER.http().post(its + "/restore").ifMatch(2).send().status())
                .isEqualTo(200);
        assertThat(get(path + "/quotes").path("data")).hasSize(1);

        Http.Answer wrong = post(
                "/api/records/movie",
                Map.of("name", "", "trailerUrl", "https://example.com/trailer", "obscurityScore", 9));
        assertThat(wrong.json().path("errors").findValuesAsText("rule"))
                .containsExactlyInAnyOrder("required", "videoUrl", "max");
    }

    @Test
    void a_session_takes_its_panes_along_and_figures_of_the_moment_are_written_together() throws Exception {
        Http.Answer session = post("/api/records/session", Map.of("name", "Evening"));
        String id = session.json().path("id").textValue();
        Http.Answer pane = post("/api/records/pane", Map.of("session", id));
        assertThat(pane.json().path("title").textValue()).isEqualTo("New Pane");
        String path = "/api/records/session/" + id;
        assertThat(patch(path, 1, Map.of("activePane", pane.json().path("id").textValue()))
                        .status())
                .isEqualTo(200);
        Http.Answer custom = post("/api/records/pane", Map.of("session", id, "type", "custom"));
        assertThat(custom.json().path("errors").findValuesAsText("field")).containsExactly("customType");
        Http.Answer layout = post(
                "/api/records/layout",
                Map.of("session", id, "root", "n1", "nodes", Map.of("n1", Map.of("percent", 120))));
        assertThat(layout.json().path("errors").findValuesAsText("pointer")).containsExactly("/nodes/n1/percent");
        assertThat(post("/api/records/settings", Map.of("id", "theme", "value", ""))
                        .status())
                .isEqualTo(201);

        assertThat(post("/api/records/metric", Map.of("id", "load", "session", id, "value", 0.5))
                        .status())
                .isEqualTo(201);
        CompletableFuture<Http.Answer> smallest = CompletableFuture.supplyAsync(() -> SERVER.http()
                .patch("/api/records/metric/load")
                .json(Map.of("smallest", 0.1))
                .send());
        Http.Answer greatest = SERVER.http()
                .patch("/api/records/metric/load")
                .json(Map.of("greatest", 0.9))
                .send();
        assertThat(greatest.status()).as("%s", greatest).isEqualTo(200);
        assertThat(smallest.get().status()).isEqualTo(200);
        JsonNode load = get("/api/records/metric/load");
        assertThat(load.path("smallest").asDouble()).isEqualTo(0.1);
        assertThat(load.path("greatest").asDouble()).isEqualTo(0.9);

        assertThat(SERVER.http().delete(path).ifMatch(2).send().status()).isEqualTo(204);
        assertThat(SERVER.http().get("/api/records/metric/load").send().status())
                .isEqualTo(404);
        assertThat(SERVER.http()
                        .get("/api/records/pane/" + pane.json().path("id").textValue())
                        .send()
                        .status())
                .isEqualTo(404);
    }

    private static int spots(String size) {
        return get("/api/records/spot?limit=1&count=true&filter%5Bsize%5D=" + size)
                .path("total")
                .asInt();
    }

    private static JsonNode get(String path) {
        Http.Answer answer = SERVER.http().get(path).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    private static Http.Answer post(String path, Object body) {
        return SERVER.http().post(path).json(body).send();
    }

    private static Http.Answer patch(String path, long version, Object body) {
        return SERVER.http().patch(path).ifMatch(version).json(body).send();
    }

    private static String run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "sh", script, SERVER.uri().toString().replaceAll("/$", ""))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
