package org.statehouse.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running PostgreSQL as its own file {@code postmaster.pid} describes it.
 *
 * @param pid of its first process
 * @param port where it listens
 * @param ready true if it takes connections
 */
record Postmaster(long pid, int port, boolean ready) {
    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    /** The one that runs on a cluster's folder; empty if none does, whatever a crash left in the file. */
    static Optional<Postmaster> of(Path cluster) {
        List<String> lines;
        try {
            Path file = cluster.resolve("postmaster.pid");
            lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return Optional.empty();
        }
        if (lines.size() <= PORT) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(lines.get(PID).strip());
            boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
            return isPostgres(pid)
                    ? Optional.of(
                            new Postmaster(pid, Integer.parseInt(lines.get(PORT).strip()), ready))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes the pid file of a PostgreSQL that is gone, whose pid another program has got since: PostgreSQL would take
     * that program for itself and refuse to start.
     */
    static void forgetDead(Path cluster, Path programs) {
        if (of(cluster).isPresent() || anyRuns(programs)) {
            return;
        }
        try {
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new StartFailure("postmaster.pid in " + cluster + " cannot be removed.", e);
        }
    }

    boolean isAlive() {
        return isPostgres(pid);
    }

    private static boolean isPostgres(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .filter(command -> {
                    Path name = Path.of(command).getFileName();
                    return name != null && name.toString().startsWith("postgres");
                })
                .isPresent();
    }

    private static boolean anyRuns(Path programs) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(programs))
                        .isPresent());
    }
}
