package org.statehouse.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.statehouse.testkit.EmbeddedDatabase;

/** The bare handler for one statement, while it runs. */
final class FloorProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private FloorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static FloorProcess start(Stage stage, SqlStatement statement, int connections) {
        Path file = stage.folder().resolve("floor.json");
        EmbeddedDatabase database = stage.database();
        try {
            new ObjectMapper().writeValue(file.toFile(), statement);
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Floor.class.getName(),
                            file.toString(),
                            database.url(),
                            database.user(),
                            Integer.toString(connections)))
                    .redirectError(stage.folder().resolve("floor-err.txt").toFile());
            builder.environment().put(Floor.PASSWORD, database.password());
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "floor-stop"));
            return new FloorProcess(process, port(process, stage));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int port(Process process, Stage stage) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(Floor.READY)) {
                return Integer.parseInt(line.substring(Floor.READY.length()));
            }
        }
        throw new IOException(
                "The bare handler does not start, see " + stage.folder().resolve("floor-err.txt"));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
