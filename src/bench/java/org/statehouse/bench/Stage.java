package org.statehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.statehouse.testkit.EmbeddedDatabase;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** The packaged server with models of its own and an empty data folder; both are gone in the end. */
final class Stage implements AutoCloseable {

    /** So that samples tell the line that ran, and not the last safepoint before it. */
    private static final String EXACT_SAMPLES = "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";

    private static final String ANY_ID =
            "SELECT id FROM public.vehicle WHERE plate LIKE 'B-%' AND version = 1 ORDER BY id DESC LIMIT 1";

    private final Path folder;
    private final Server server;
    private final Random random = new Random(1);

    private Stage(Path folder, Server server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts a server with model files by their paths below the metadata folder. */
    static Stage start(String name, Map<String, String> models, Settings settings) {
        Path folder = Folders.create(name);
        models.forEach((path, text) -> write(folder, path, text));
        Server.Builder builder = Server.builder(name).lasting().metadata(metadata(folder));
        if (settings.profile()) {
            builder.environment("JAVA_TOOL_OPTIONS", EXACT_SAMPLES);
        }
        Server server = builder.build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, name + "-stop"));
        return new Stage(folder, server.start());
    }

    private static Path metadata(Path folder) {
        return folder.resolve("metadata");
    }

    private static void write(Path folder, String path, String text) {
        try {
            Path file = metadata(folder).resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a model file anew; nothing changes until it is reloaded. */
    void write(String path, String text) {
        write(folder, path, text);
    }

    Path folder() {
        return folder;
    }

    int port() {
        return server.port();
    }

    long pid() {
        return server.pid();
    }

    Http http() {
        return server.http();
    }

    EmbeddedDatabase database() {
        return server.database();
    }

    DataSource dataSource() {
        return server.dataSource();
    }

    /** The first process of its database. */
    long databasePid() {
        return database().pid().orElseThrow();
    }

    int databasePort() {
        return URI.create(database().url().substring("jdbc:".length())).getPort();
    }

    StatementLog statements() {
        return new StatementLog(dataSource(), server.data().resolve("database").resolve("log"));
    }

    /** The id of a record that nobody has changed. */
    String anyId() {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ANY_ID)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Creates a record and gives its id. */
    String newRecord() {
        Http.Answer answer = http().post(Vehicles.PATH)
                .body("application/json", Vehicles.create(random))
                .send();
        return require(201, answer).path("id").asText();
    }

    /** The body of an answer that must have a status. */
    JsonNode require(int status, Http.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("Wanted " + status + ", got " + answer);
        }
        return answer.json();
    }

    @Override
    public void close() {
        server.close();
    }
}
