package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Server;

/** The client for browsers, as the packaged server serves it, against that server: on every transport, over its death. */
class ClientIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void what_is_shown_is_what_is_there_on_every_transport_also_after_the_server_was_killed() throws Exception {
        try (Server server = Server.builder("client").build().start()) {
            Path said = Folders.create("client-page").resolve("said.txt");
            Process page = new ProcessBuilder(
                            "node",
                            "--experimental-websocket",
                            Path.of("src/test/resources/client/page.mjs")
                                    .toAbsolutePath()
                                    .toString(),
                            modules(server).toString(),
                            server.uri().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                await().atMost(PATIENCE).until(() -> has(said, "ready") || !page.isAlive());
                assertThat(page.isAlive()).as(Files.readString(said)).isTrue();
                server.kill();
                await().atMost(PATIENCE).until(() -> has(said, "away") || !page.isAlive());
                server.start();
                await().atMost(PATIENCE).until(() -> !page.isAlive());
                String last = Files.readString(said).lines().reduce("", (before, line) -> line);
                assertThat(last).as(Files.readString(said)).startsWith("done ");
                assertThat(Json.parse(last.substring("done ".length()).getBytes(StandardCharsets.UTF_8))
                                .toPrettyString())
                        .isEqualTo(
                                Json.parse("""
                                {"socket":["websocket","conflict: name, now socket two","away: socket three","missing"],
                                 "cbor":["websocket","conflict: name, now cbor two","away: cbor three","missing"],
                                 "stream":["sse","conflict: name, now stream two","away: stream three","missing"],
                                 "polling":["polling","conflict: name, now polling two","away: polling three","missing"]}
                                """.getBytes(StandardCharsets.UTF_8)).toPrettyString());
            } finally {
                page.destroyForcibly();
            }
        }
    }

    private static boolean has(Path said, String line) throws IOException {
        return Files.readString(said).lines().anyMatch(line::equals);
    }

    /** As a page gets them, in a folder that says what they are. */
    private static Path modules(Server server) throws IOException {
        Path folder = Folders.create("client-modules");
        Files.writeString(folder.resolve("package.json"), "{\"type\":\"module\"}");
        for (String module : new String[] {"statehouse.js", "cbor.js"}) {
            Files.writeString(
                    folder.resolve(module),
                    server.http().get("/client/" + module).send().text());
        }
        return folder;
    }
}
