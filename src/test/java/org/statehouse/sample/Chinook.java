package org.statehouse.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** A server as a newcomer starts it, with all rows of the sample imported through the API. */
final class Chinook {

    /** The order of the sample's README: every reference finds its record. */
    static final List<String> ORDER = List.of(
            "artist",
            "genre",
            "mediaType",
            "employee",
            "album",
            "track",
            "customer",
            "playlist",
            "invoice",
            "invoiceLine");

    private static final Path DATA = Path.of("metadata", "chinook", "data");
    private static @Nullable Chinook imported;

    private final Server server;
    private final Map<String, JsonNode> jobs = new LinkedHashMap<>();

    private Chinook(Server server) {
        this.server = server;
    }

    /** Started and filled at first use, stopped with the JVM. */
    static synchronized Chinook imported() {
        Chinook known = imported;
        if (known == null) {
            Server server = Server.builder("chinook").build().start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "chinook-server-stop"));
            known = new Chinook(server);
            for (String model : ORDER) {
                known.jobs.put(model, known.importFile(model));
            }
            imported = known;
        }
        return known;
    }

    Server server() {
        return server;
    }

    /** The ended job of a model's first import. */
    JsonNode job(String model) {
        return Objects.requireNonNull(jobs.get(model));
    }

    /** Imports a model's file of the sample; gives the job when it has ended. */
    JsonNode importFile(String model) {
        Http.Answer accepted = server.http()
                .post("/api/records/" + model + "/import")
                .body("application/x-ndjson", text(DATA.resolve(model + ".ndjson")))
                .send();
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        String path = "/api/jobs/" + accepted.json().get("id").asText();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !get(path).get("status").asText().equals("running"));
        return get(path);
    }

    /** An answer that must be 200, read with exact numbers. */
    JsonNode get(String path) {
        Http.Answer answer = server.http().get(path).send();
        assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(200);
        return Json.parse(answer.text().getBytes(StandardCharsets.UTF_8));
    }

    /** All records of a list, page after page by its keyset cursor. */
    List<JsonNode> list(String path, int limit) {
        List<JsonNode> records = new ArrayList<>();
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        String next = first;
        while (!next.isEmpty()) {
            JsonNode answer = get(next);
            JsonNode page = answer.get("data");
            assertThat(page.size()).as(next).isLessThanOrEqualTo(limit);
            page.forEach(records::add);
            JsonNode after = answer.get("page").get("next");
            assertThat(after.isNull() || page.size() == limit)
                    .as("only the last page is not full: %s", next)
                    .isTrue();
            next = after.isNull() ? "" : first + "&after=" + after.asText();
        }
        return records;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
