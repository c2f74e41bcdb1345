package org.statehouse.api;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.statehouse.testkit.Server;

/** One server with the models of these tests, for all of them; each test takes ids and names of its own. */
final class RecordsServer {
    static final Path METADATA = Path.of("src/test/resources/metadata-records").toAbsolutePath();

    private static final AtomicLong NEXT = new AtomicLong(1_000);
    private static @Nullable Server server;

    private RecordsServer() {}

    static synchronized Server get() {
        Server running = server;
        if (running == null) {
            running = Server.builder("records").metadata(METADATA).build().start();
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "records-server-stop"));
            server = running;
        }
        return running;
    }

    /** A number that no other test has. */
    static long number() {
        return NEXT.incrementAndGet();
    }
}
