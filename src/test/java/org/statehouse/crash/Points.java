package org.statehouse.crash;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.statehouse.cluster.Failpoint;
import org.statehouse.testkit.Folders;

/** The points of one server that are armed, from outside of it. */
final class Points {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder = Folders.create("failpoints");

    Path folder() {
        return folder;
    }

    /** The next thread that reaches it is held there. */
    void arm(Failpoint point) {
        make(point.file());
    }

    boolean isReached(Failpoint point) {
        return Files.exists(folder.resolve(point.file() + ".reached"));
    }

    void awaitReached(Failpoint point) {
        await(point + " is reached")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> isReached(point));
    }

    /** Lets those who are held go on, if their process still lives, and disarms all that nobody has reached. */
    void release() {
        for (Failpoint point : Failpoint.values()) {
            delete(folder.resolve(point.file()));
            if (isReached(point)) {
                make(point.file() + ".go");
            }
        }
    }

    /** Lets go on whom a fault has left alive, and forgets the others. */
    void after(Fault fault) {
        if (fault.endsServer()) {
            forget();
        } else {
            release();
        }
    }

    /** Forgets whom a process held that is over. */
    void forget() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            all.forEach(Points::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void make(String name) {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
