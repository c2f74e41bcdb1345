package org.statehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that has the Chinook sample with all its rows, for tests that only read. */
public final class Chinook {

    /** Models in the order of their references. */
    private static final List<String> MODELS = List.of(
            "employee",
            "customer",
            "artist",
            "album",
            "genre",
            "mediaType",
            "track",
            "playlist",
            "invoice",
            "invoiceLine");

    private static @Nullable Server shared;

    private Chinook() {}

    /** The one that tests share; started and filled at first use, stopped with the JVM. */
    public static synchronized Server shared() {
        Server server = shared;
        if (server == null) {
            server = Server.builder("chinook").build().start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "chinook-server-stop"));
            importAll(server);
            shared = server;
        }
        return server;
    }

    private static void importAll(Server server) {
        for (String model : MODELS) {
            Http.Answer accepted = server.http()
                    .post("/api/records/" + model + "/import")
                    .body("application/x-ndjson", read(Path.of("metadata/chinook/data/" + model + ".ndjson")))
                    .send();
            assertThat(accepted.status()).as("%s: %s", model, accepted).isEqualTo(202);
            String job = "/api/jobs/" + accepted.json().get("id").textValue();
            JsonNode done = await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(
                            () -> server.http().get(job).send().json(),
                            state -> !state.path("status").asText().equals("running"));
            assertThat(done.path("status").asText()).as("%s: %s", model, done).isEqualTo("done");
            assertThat(done.path("failed").asInt()).as("%s: %s", model, done).isZero();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
