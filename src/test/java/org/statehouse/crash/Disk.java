package org.statehouse.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.statehouse.testkit.Server;

/**
 * The disk of a server's database, which is full when its files have come to a size. Nobody needs rights for that: in the place of
 * {@code postgres} a shell first lowers the limit that the system sets for files ({@code ulimit -f}). It holds for a database
 * that is started after it.
 */
final class Disk {

    private static final int BLOCK = 512;

    private final Path program;
    private final Path kept;

    Disk(Server server) {
        try (Stream<Path> folders = Files.list(server.data())) {
            Path bin = folders.map(folder -> folder.resolve("bin"))
                    .filter(folder -> Files.exists(folder.resolve("postgres")))
                    .findFirst()
                    .orElseThrow();
            program = bin.resolve("postgres");
            kept = bin.resolve("postgres.unlimited");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No file of the database may grow beyond so many bytes. */
    void limit(long bytes) {
        try {
            if (!Files.exists(kept)) {
                Files.move(program, kept);
            }
            Files.writeString(
                    program,
                    "#!/bin/sh\nulimit -S -f " + bytes / BLOCK + "\nexec \"" + kept.toAbsolutePath() + "\" \"$@\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** There is room again. */
    void lift() {
        try {
            Files.move(kept, program, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
