package org.statehouse.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files whose names and contents survive a crash once a call has returned. */
public final class DurableFolder {

    private DurableFolder() {}

    /** Makes the names in a folder durable; where a folder cannot be opened, as on Windows, the system sees to it. */
    public static void force(Path folder) throws IOException {
        FileChannel names;
        try {
            names = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException notHere) {
            return;
        }
        try (names) {
            names.force(true);
        }
    }

    /** The text in a small file, which is made with a text of its own, whole or not at all, when there is none. */
    static String keep(Path file, String fresh) throws IOException {
        String known = Files.exists(file)
                ? Files.readString(file, StandardCharsets.US_ASCII).strip()
                : "";
        if (!known.isEmpty()) {
            return known;
        }
        Path made = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                made, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(fresh.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.toAbsolutePath().resolveSibling("."));
        return fresh;
    }
}
