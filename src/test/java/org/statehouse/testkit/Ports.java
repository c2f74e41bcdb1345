package org.statehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Free TCP ports: below those that systems give to connections, so that none is taken between asking and using, and others
 * for each process: the first port of its range is held by it as long as it lives.
 */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int EACH = 1_000;
    private static final int MOST_PROCESSES = 10;
    private static final ServerSocket RANGE = claim();
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() % EACH));

    private Ports() {}

    /** A port of the loopback interface that was free a moment ago, and is not given again for long. */
    public static int free() {
        for (int tries = 0; tries < EACH; tries++) {
            int port = RANGE.getLocalPort() + NEXT.getAndIncrement() % EACH;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("There is no free port from " + RANGE.getLocalPort() + " on");
    }

    private static ServerSocket claim() {
        for (int process = 0; process < MOST_PROCESSES; process++) {
            ServerSocket first = open(FIRST + process * EACH);
            if (first != null) {
                return first;
            }
        }
        throw new IllegalStateException("There is no free range of ports from " + FIRST + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = open(port)) {
            return socket != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null when somebody has it. */
    private static @Nullable ServerSocket open(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException taken) {
            return null;
        }
    }
}
