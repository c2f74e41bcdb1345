package org.statehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Signals, and what of them a process inherits: a shell that runs a build in the background lets it, and its children, ignore SIGINT. */
final class Signals {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED = "SigIgn:";
    private static final int SIGINT = 2;

    private Signals() {}

    /** Sends a signal by its name, such as {@code STOP}. */
    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The beginning of a command line whose process heeds Ctrl-C; empty where nothing has to be done. */
    static List<String> heedingInterrupts() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return List.of();
        }
        boolean ignored = Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(IGNORED))
                .anyMatch(
                        line -> new BigInteger(line.substring(IGNORED.length()).strip(), 16).testBit(SIGINT - 1));
        return ignored ? List.of("env", "--default-signal=INT") : List.of();
    }
}
