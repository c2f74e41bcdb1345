package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Clients that were built for an earlier catalog, and say so. */
class CatalogNegotiationIT {

    private static final String PROMISE = "A client on an old model gets a clear answer that says to refresh";

    private static final String CITY = """
            model: city
            id: { type: integer, assigned: client }
            fields:
              name: { type: text }
              size: { type: integer }
              land: { type: reference, model: land, onDelete: setNull }
            """;

    private static final String LAND = """
            model: land
            id: { type: integer, assigned: client }
            fields:
              name: { type: text }
            """;

    private static final String ROAD = """
            model: road
            fields:
              name: { type: text }
            """;

    private static Path files;
    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        files = Folders.create("negotiated");
        write(CITY, LAND, ROAD);
        server = Server.builder("negotiate").metadata(files).build().start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void asAtFirst() throws Exception {
        publish(CITY, LAND, ROAD);
        assertThat(put("/api/records/land/1", "{'id': 1, 'name': 'L'}")).isIn(200, 201);
        assertThat(put("/api/records/city/1", "{'id': 1, 'name': 'C', 'land': 1}"))
                .isIn(200, 201);
    }

    @Test
    void a_model_that_is_as_it_was_is_served_whatever_else_has_changed() throws Exception {
        long then = current();
        publish(CITY, LAND.replace("fields:", "fields:\n  size: { type: integer }"), ROAD);
        assertThat(current()).isGreaterThan(then);
        for (String path : List.of(
                "/api/records/city",
                "/api/records/city/1",
                "/api/records/city/1/history",
                "/api/records/city/aggregate?count=true",
                "/api/records/city/export",
                "/api/records/city?filter[land][eq]=1&sort=-name")) {
            Http.Answer answer = get(path, then);
            assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(200);
            assertThat(answer.header("Statehouse-Catalog")).contains(Long.toString(current()));
        }
    }

    @Test
    void a_model_that_has_changed_is_refused_on_every_path_and_nothing_is_written() throws Exception {
        long then = current();
        publish(CITY.replace("size: { type: integer }", "size: { type: integer, max: 9 }"), LAND, ROAD);
        for (String path : List.of(
                "/api/records/city",
                "/api/records/city/1",
                "/api/records/city/7",
                "/api/records/city/1?asOf=2020-01-01T00:00:00Z",
                "/api/records/city?asOf=2020-01-01T00:00:00Z",
                "/api/records/city/1/history",
                "/api/records/city/aggregate?count=true",
                "/api/records/city/export")) {
            refused(get(path, then), "city");
        }
        refused(send("POST", "/api/records/city", "{'id': 2}", then), "city");
        refused(send("PATCH", "/api/records/city/1", "{'size': 3}", then), "city");
        refused(send("PUT", "/api/records/city/1", "{'size': 3}", then), "city");
        refused(send("DELETE", "/api/records/city/1", "", then), "city");
        refused(send("POST", "/api/records/city/1/restore", "{'version': 1}", then), "city");
        refused(send("POST", "/api/records/city/validate", "{'size': 3}", then), "city");
        refused(
                server.http()
                        .post("/api/records/city/import")
                        .header("Statehouse-Catalog", Long.toString(then))
                        .body("application/x-ndjson", "{\"id\": 3}\n")
                        .send(),
                "city");
        JsonNode cities = get("/api/records/city", current()).json().path("data");
        assertThat(cities).as(PROMISE).hasSize(1);
        assertThat(cities.at("/0/size").isNull()).isTrue();
    }

    @Test
    void what_a_query_leads_to_counts_as_touched() throws Exception {
        long then = current();
        publish(CITY, LAND.replace("name: { type: text }", "name: { type: text, label: Title }"), ROAD);
        assertThat(get("/api/records/city", then).status()).isEqualTo(200);
        refused(get("/api/records/city?expand=land", then), "land");
        refused(get("/api/records/city/1?expand=land", then), "land");
        refused(get("/api/records/city?filter[land.name][eq]=L", then), "land");
        refused(get("/api/records/city?sort=land.name", then), "land");
        refused(get("/api/records/city/aggregate?count=true&groupBy=land.name", then), "land");
    }

    @Test
    void a_model_that_is_gone_says_to_refresh_to_those_who_knew_it() throws Exception {
        long then = current();
        publish(CITY, LAND, "");
        JsonNode known = get("/api/records/road", then).json();
        assertThat(known.path("slug").asText()).isEqualTo("unknown-model");
        assertThat(known.path("action").asText()).as(PROMISE).isEqualTo("refresh");
        assertThat(known.path("catalog").asLong()).isEqualTo(current());
        assertThat(get("/api/records/river", then).json().has("action")).isFalse();
        assertThat(get("/api/records/road", current()).json().has("action")).isFalse();
        assertThat(server.http()
                        .get("/api/records/road")
                        .send()
                        .json()
                        .path("slug")
                        .asText())
                .isEqualTo("unknown-model");
        publish(CITY, LAND, ROAD);
        refused(get("/api/records/road", then), "road");
    }

    @Test
    void a_version_that_is_not_known_is_an_old_one() {
        for (long unknown : new long[] {current() + 1_000, 999_999_999_999_999_999L}) {
            refused(get("/api/records/city", unknown), "city");
        }
    }

    @Test
    void a_kept_answer_is_given_to_who_repeats_it_whatever_has_changed() throws Exception {
        long then = current();
        Http.Answer first = keyed(then);
        assertThat(first.status()).isEqualTo(200);
        publish(CITY.replace("size: { type: integer }", "size: { type: integer, max: 9 }"), LAND, ROAD);
        Http.Answer again = keyed(then);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(again.text()).isEqualTo(first.text());
    }

    private static Http.Answer keyed(long catalog) {
        return server.http()
                .patch("/api/records/city/1")
                .header("Statehouse-Catalog", Long.toString(catalog))
                .header("If-Match", "*")
                .header("Idempotency-Key", "kept-over-catalogs")
                .body("application/json", "{\"name\": \"D\"}")
                .send();
    }

    @Test
    void what_is_no_version_is_refused() {
        for (String wrong : List.of("0", "-1", "1.0", "v1", "\"1\"", "1, 2", "1234567890123456789")) {
            Http.Answer answer = server.http()
                    .get("/api/records/city")
                    .header("Statehouse-Catalog", wrong)
                    .send();
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.json().path("header").asText()).isEqualTo("Statehouse-Catalog");
        }
    }

    private static void refused(Http.Answer answer, String model) {
        assertThat(answer.status()).as("%s: %s", PROMISE, answer).isEqualTo(409);
        JsonNode problem = answer.json();
        assertThat(problem.path("slug").asText()).isEqualTo("catalog-changed");
        assertThat(problem.path("model").asText()).isEqualTo(model);
        assertThat(problem.path("current").asLong()).isEqualTo(current());
        assertThat(problem.path("action").asText()).as(PROMISE).isEqualTo("refresh");
    }

    private static Http.Answer get(String path, long catalog) {
        return server.http()
                .get(path)
                .header("Statehouse-Catalog", Long.toString(catalog))
                .send();
    }

    private static Http.Answer send(String method, String path, String body, long catalog) {
        Http.Request request = server.http().request(method, path).header("Statehouse-Catalog", Long.toString(catalog));
        if (!method.equals("POST")) {
            request.header("If-Match", "*");
        }
        return (body.isEmpty() ? request : request.body("application/json", body.replace('\'', '"'))).send();
    }

    private static int put(String path, String body) {
        String model = path.substring(0, path.lastIndexOf('/'));
        int made = server.http()
                .post(model)
                .body("application/json", body.replace('\'', '"'))
                .send()
                .status();
        return made == 201
                ? made
                : server.http()
                        .put(path)
                        .header("If-Match", "*")
                        .body("application/json", body.replace('\'', '"'))
                        .send()
                        .status();
    }

    private static long current() {
        return server.http().get("/api/metadata").send().json().path("version").asLong();
    }

    private static void publish(String city, String land, String road) throws IOException {
        write(city, land, road);
        JsonNode plan = server.http().post("/api/metadata/plan").send().json();
        Http.Answer reloaded = server.http()
                .post("/api/metadata/reload")
                .body("application/json", "{\"consent\": " + plan.path("consent") + "}")
                .send();
        assertThat(reloaded.status()).as("%s", reloaded).isEqualTo(200);
    }

    private static void write(String city, String land, String road) throws IOException {
        Path folder = Files.createDirectories(files.resolve("geo"));
        Files.writeString(folder.resolve("city.yaml"), city);
        Files.writeString(folder.resolve("land.yaml"), land);
        if (road.isEmpty()) {
            Files.deleteIfExists(folder.resolve("road.yaml"));
        } else {
            Files.writeString(folder.resolve("road.yaml"), road);
        }
    }
}
