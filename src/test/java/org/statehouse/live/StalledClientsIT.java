package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.LiveClient;
import org.statehouse.testkit.Server;

/** Clients that take nothing from their lines, beside one that does. */
class StalledClientsIT {

    private static final String PROMISE =
            "A slow consumer never loses silently: it hears the changes without a gap, or that it must begin anew";
    private static final int STALLED = 200;
    private static final int OUTBOX_BYTES = 65_536;
    private static final int QUEUE_BYTES = 65_536;
    private static final int MAX_BEHIND = 200;
    private static final int MOST = 20_000;
    private static final String TEXT = "x".repeat(16_000);
    private static final String MODEL = """
            model: note
            id: { type: integer, assigned: client }
            fields:
              text: { type: longText }
            """;
    /** What waits for all of them in two queues and a message each, twice, and the last changes that the node keeps. */
    private static final long BOUND = 2L * STALLED * (OUTBOX_BYTES + QUEUE_BYTES + 3 * TEXT.length()) + (64L << 20);

    @Test
    void two_hundred_that_take_nothing_cost_bounded_memory_and_hold_up_nobody() throws Exception {
        Path files = Folders.create("stalled-models");
        Files.writeString(Files.createDirectories(files.resolve("notes")).resolve("note.yaml"), MODEL);
        try (Server server = Server.builder("stalled")
                .metadata(files)
                .environment("STATEHOUSE_LIVE_OUTBOX_BYTES", Integer.toString(OUTBOX_BYTES))
                .environment("STATEHOUSE_HTTP_QUEUE_BYTES", Integer.toString(QUEUE_BYTES))
                .environment("STATEHOUSE_LIVE_MAX_BEHIND", Integer.toString(MAX_BEHIND))
                .environment("STATEHOUSE_LIVE_HEARTBEAT", "120000")
                .environment("STATEHOUSE_LIVE_STALL", "600000")
                .build()
                .start()) {
            List<LiveClient> stalled = new ArrayList<>();
            try (LiveClient reader = follow(server)) {
                for (int i = 0; i < STALLED; i++) {
                    stalled.add(follow(server));
                }
                long before = heapInUse(server);
                stalled.forEach(LiveClient::stall);
                int written = 0;
                while (metric(server, "feed_behind_total") < STALLED && written < MOST) {
                    create(server, ++written);
                    requireHeard(reader, written);
                }
                for (int i = 0; i <= MAX_BEHIND; i++) {
                    create(server, ++written);
                    requireHeard(reader, written);
                }
                long after = heapInUse(server);
                System.out.printf(
                        "%d changes of %d bytes, %d stalled clients: heap %d MiB before, %d MiB after%n",
                        written, TEXT.length(), STALLED, before >> 20, after >> 20);
                assertThat(after - before)
                        .as("200 stalled clients cost bounded memory")
                        .isLessThan(BOUND);
                for (LiveClient client : stalled) {
                    client.goOn();
                    requireContiguous(client, written);
                    client.close();
                }
            } finally {
                stalled.forEach(LiveClient::close);
            }
        }
    }

    private static LiveClient follow(Server server) {
        LiveClient client = LiveClient.open(server);
        client.send(Map.of("type", "subscribe", "id", "a", "model", "note"));
        client.next("live");
        return client;
    }

    private static void create(Server server, int id) {
        Http.Answer answer = server.http()
                .post("/api/records/note")
                .json(Map.of("id", id, "text", TEXT))
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }

    private static void requireHeard(LiveClient reader, int id) {
        assertThat(reader.next("change").path("change").path("id").asInt()).isEqualTo(id);
    }

    private static void requireContiguous(LiveClient client, int written) {
        int expected = 1;
        boolean resync = false;
        while (!resync && expected <= written) {
            JsonNode message = client.next();
            switch (message.path("type").asText()) {
                case "change" -> {
                    assertThat(message.path("change").path("id").asInt())
                            .as(PROMISE)
                            .isEqualTo(expected);
                    expected++;
                }
                case "resync" -> {
                    assertThat(message.path("reason").asText()).as(PROMISE).isEqualTo("slow");
                    resync = true;
                }
                default -> assertThat(message.path("type").asText()).isIn("pong", "progress");
            }
        }
        assertThat(resync)
                .as("who is further behind than the node allows is told so")
                .isTrue();
    }

    /** Bytes that are in use when what is not has been collected. */
    private static long heapInUse(Server server) throws Exception {
        Process collected = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .start();
        String said = new String(collected.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(collected.waitFor()).as(said).isZero();
        return (long) sample(server, "memory_usedHeap_bytes\\{[^}]*}");
    }

    private static double metric(Server server, String name) {
        return sample(server, "statehouse_" + name + "\\{[^}]*}");
    }

    private static double sample(Server server, String name) {
        String metrics = server.http().get("/metrics").send().text();
        Matcher sample =
                Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE).matcher(metrics);
        assertThat(sample.find()).as("%s in %s", name, metrics).isTrue();
        return Double.parseDouble(sample.group(1));
    }
}
