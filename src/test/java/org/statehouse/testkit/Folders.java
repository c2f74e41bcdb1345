package org.statehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of tests, below {@code target/it}; their logs are kept, for whoever looks into a failure. */
public final class Folders {
    private static final Path ROOT = Path.of(System.getProperty("statehouse.test.folder", "target/it"));

    private Folders() {}

    /** A new empty folder. */
    public static Path create(String name) {
        try {
            Files.createDirectories(ROOT);
            return Files.createTempDirectory(ROOT, name + "-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies all files of a folder, and the folders in it, into another one that is there. */
    public static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the large part of a data folder: the files and the programs of PostgreSQL. */
    static void deleteDatabase(Path data) {
        delete(data.resolve("database").resolve("cluster-17"));
        if (!Files.isDirectory(data)) {
            return;
        }
        try (Stream<Path> children = Files.list(data)) {
            children.filter(child -> String.valueOf(child.getFileName()).startsWith("postgresql-"))
                    .toList()
                    .forEach(Folders::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder and all in it; nothing happens if it is not there. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
