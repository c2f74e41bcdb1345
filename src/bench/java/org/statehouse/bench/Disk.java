package org.statehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** How long the disk alone takes for what a commit asks of it: no change is told sooner. */
final class Disk {

    private static final int PAGE = 8192;
    private static final int PAGES = 2048;

    private Disk() {}

    /** Microseconds in which a page was written and safe, at an even rate, in a file that has its size already. */
    static Histogram writes(Path folder, long writes, int perSecond) {
        Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        Path path = folder.resolve("disk");
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            for (int page = 0; page < PAGES; page++) {
                write(file, page);
            }
            file.force(true);
            long begun = System.nanoTime();
            for (long i = 0; i < writes; i++) {
                LockSupport.parkNanos(begun + i * 1_000_000_000L / perSecond - System.nanoTime());
                long before = System.nanoTime();
                write(file, i % PAGES);
                file.force(false);
                micros.recordValue((System.nanoTime() - before) / 1_000);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return micros;
    }

    private static void write(FileChannel file, long page) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PAGE);
        long at = page * PAGE;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}
