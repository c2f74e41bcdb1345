package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** One server with small limits, short heartbeats and models that tests may change. */
final class SmallServer {

    static final int SOCKETS = 8;
    static final int STREAMS = 2;
    static final int WAITERS = 2;
    static final int SUBSCRIPTIONS = 3;
    static final int SNAPSHOT_ROWS = 1_000;

    static final String TOWN = """
            model: town
            id: { type: integer, assigned: client }
            fields:
              name: { type: text }
              size: { type: integer }
            """;

    private static final String TREE = """
            model: tree
            id: { type: integer, assigned: client }
            fields:
              name: { type: text }
              parent: { type: reference, model: tree, onDelete: cascade }
            """;

    private static final String NOTE = """
            model: note
            id: { type: integer, assigned: client }
            fields:
              text: { type: text }
            """;

    private static final Path FILES = Folders.create("live-models");

    private static @Nullable Server server;

    private SmallServer() {}

    static synchronized Server get() {
        Server running = server;
        if (running == null) {
            write("town", TOWN);
            write("tree", TREE);
            write("note", NOTE);
            running = Server.builder("live-small")
                    .metadata(FILES)
                    .environment("STATEHOUSE_LIVE_SOCKETS", Integer.toString(SOCKETS))
                    .environment("STATEHOUSE_LIVE_STREAMS", Integer.toString(STREAMS))
                    .environment("STATEHOUSE_LIVE_WAITERS", Integer.toString(WAITERS))
                    .environment("STATEHOUSE_LIVE_SUBSCRIPTIONS", Integer.toString(SUBSCRIPTIONS))
                    .environment("STATEHOUSE_LIVE_SNAPSHOT_ROWS", Integer.toString(SNAPSHOT_ROWS))
                    .environment("STATEHOUSE_LIVE_HEARTBEAT", "500")
                    .build()
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "live-small-stop"));
            server = running;
        }
        return running;
    }

    /** Writes a model's file; it is in force after {@link #reload}. */
    static void write(String model, String text) {
        try {
            Path file = FILES.resolve("small").resolve(model + ".yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the files in force, whatever they lose; gives the catalog's version. */
    static long reload() {
        JsonNode plan = get().http().post("/api/metadata/plan").send().json();
        Http.Answer answer = get().http()
                .post("/api/metadata/reload")
                .body("application/json", "{\"consent\": " + plan.path("consent") + "}")
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json().path("catalog").asLong();
    }

    /** The value of a metric of the application without labels. */
    static double metric(String name) {
        String metrics = get().http().get("/metrics").send().text();
        Matcher sample = Pattern.compile(
                        "^statehouse_" + name + "\\{mp_scope=\"application\"[^}]*} (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics);
        assertThat(sample.find()).as("%s in %s", name, metrics).isTrue();
        return Double.parseDouble(sample.group(1));
    }
}
