package org.statehouse.job;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import org.statehouse.cluster.DurableFolder;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/** Files of imports, kept on this node until their job ends. Names are ids that were made here. */
final class Spool {

    private static final String SUFFIX = ".import";
    private static final int CHUNK = 1 << 16;

    private final Path folder;
    private final long maxBytes;

    Spool(Path folder, long maxBytes) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        DurableFolder.force(this.folder.resolveSibling("."));
        this.maxBytes = maxBytes;
    }

    /** Keeps a body; on disk when it returns. A body beyond the limit is 413 and leaves nothing. */
    void keep(String id, InputStream body) {
        Path file = file(id);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(body, out);
            out.force(true);
            DurableFolder.force(folder);
        } catch (IOException | RuntimeException failure) {
            delete(id);
            if (failure instanceof RuntimeException known) {
                throw known;
            }
            throw Problem.of(
                            ProblemType.BUSY,
                            "The file could not be kept: the connection broke, or the server's disk is full. Send it again")
                    .exception();
        }
    }

    InputStream open(String id) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file(id)), CHUNK);
    }

    boolean has(String id) {
        return Files.isRegularFile(file(id));
    }

    void delete(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException kept) {
            System.getLogger(Spool.class.getName())
                    .log(System.Logger.Level.WARNING, "The file of import " + id + " could not be deleted", kept);
        }
    }

    /** Deletes files that no running job needs: their request or their server died before it was answered. */
    void keepOnly(Set<String> ids) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(id -> !ids.contains(id))
                    .toList()
                    .forEach(this::delete);
        }
    }

    private static void write(ByteBuffer bytes, FileChannel out) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private void copy(InputStream body, FileChannel out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long size = 0;
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            size += read;
            if (size > maxBytes) {
                throw Problem.of(ProblemType.TOO_LARGE, "The file has more than " + maxBytes + " bytes; split it")
                        .with("max", maxBytes)
                        .exception();
            }
            write(ByteBuffer.wrap(chunk, 0, read), out);
        }
    }

    private Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }
}
