package org.statehouse.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.statehouse.testkit.Folders;
import org.statehouse.testkit.Server;

/** A server with models for imports: {@code thing} has a field of every type, {@code line} is made in great numbers. */
final class ImportServer {

    /** Bytes that a file may have there. */
    static final int MAX_BYTES = 48 << 20;

    private static final String THING = """
            model: thing
            id: { type: integer, assigned: client }
            fields:
              code: { type: text, maxLength: 10, unique: true }
              count: { type: integer, min: 0 }
              amount: { type: decimal, precision: 10, scale: 2 }
              flag: { type: boolean }
              day: { type: date }
              at: { type: dateTime }
              kind: { type: enum, options: { A: Alpha, B: Beta } }
              mail: { type: email }
              note: { type: longText }
              tidy: { type: text, normalize: [trim, upper] }
              parent: { type: reference, model: thing }
            relationships:
              tags: { kind: manyToMany, model: tag, inverse: things }
            """;
    private static final String TAG = """
            model: tag
            id: { type: string, assigned: client }
            fields:
              label: { type: text }
            """;
    private static final String LINE = """
            model: line
            id: { type: integer, assigned: server }
            fields:
              number: { type: integer, required: true, unique: true }
              text: { type: text, maxLength: 100, required: true }
            """;

    private static @Nullable Server shared;

    private ImportServer() {}

    /** The one that tests share which only add records; stopped with the JVM. */
    static synchronized Server shared() {
        Server server = shared;
        if (server == null) {
            server = builder("imports").build().start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "imports-server-stop"));
            shared = server;
        }
        return server;
    }

    static Server.Builder builder(String name) {
        return Server.builder(name)
                .metadata(models(name))
                .environment("STATEHOUSE_IMPORT_MAX_BYTES", Integer.toString(MAX_BYTES))
                .environment("STATEHOUSE_IMPORT_MAX_ATOMIC_ROWS", "2000");
    }

    /** A new folder with the models. */
    static Path models(String name) {
        try {
            Path metadata = Folders.create(name + "-metadata");
            Path app = Files.createDirectories(metadata.resolve("store"));
            Files.writeString(app.resolve("thing.yaml"), THING);
            Files.writeString(app.resolve("tag.yaml"), TAG);
            Files.writeString(app.resolve("line.yaml"), LINE);
            return metadata;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
