package org.statehouse.crash;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.statehouse.testkit.Server;
import org.statehouse.testkit.Statements;

/** Does things to a server and its database, and sees them up again. */
final class Nemesis {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Sessions of the server that PostgreSQL still works for, or that hold a transaction open. */
    private static final String BUSY = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'statehouse'"
            + " AND state IS DISTINCT FROM 'idle'";

    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'statehouse'";

    private final Server server;
    private Optional<Long> database = Optional.empty();

    Nemesis(Server server) {
        this.server = server;
    }

    /** Strikes, and returns when it has taken effect. */
    void strike(Fault fault) throws SQLException {
        database = server.database().pid();
        switch (fault) {
            case KILL_SERVER -> {
                server.kill();
                patiently("PostgreSQL notices that the server is gone")
                        .until(() -> Statements.number(server.dataSource(), SESSIONS) == 0);
            }
            case KILL_DATABASE -> killDatabase();
            case KILL_BOTH -> {
                server.kill();
                killDatabase();
            }
            case CUT -> server.database().cut();
            case FREEZE -> {
                server.freeze();
                patiently("PostgreSQL gives up on the frozen server")
                        .until(() -> Statements.number(server.dataSource(), BUSY) == 0);
            }
        }
    }

    /** Starts what has ended, and returns when the server serves. */
    void recover(Fault fault) {
        switch (fault) {
            case KILL_SERVER, KILL_BOTH -> server.start();
            case KILL_DATABASE ->
                patiently("the database is started again")
                        .until(() -> server.database()
                                .pid()
                                .filter(pid -> !Optional.of(pid).equals(database))
                                .isPresent());
            case CUT -> {}
            case FREEZE -> server.thaw();
        }
        patiently("the server serves again").until(this::serves);
    }

    /** Those whom it has started take a moment to notice, and could even commit until then. */
    private void killDatabase() {
        List<ProcessHandle> all = database.flatMap(ProcessHandle::of)
                .map(first ->
                        Stream.concat(Stream.of(first), first.descendants()).toList())
                .orElse(List.of());
        server.database().kill();
        patiently("every process of the database ends").until(() -> all.stream().noneMatch(Nemesis::runs));
    }

    /** One that nobody waits for stays in the table of processes, but has no program any more. */
    private static boolean runs(ProcessHandle process) {
        return process.info().command().isPresent();
    }

    private boolean serves() {
        try {
            return server.http().get("/health/ready").send().status() == 200;
        } catch (UncheckedIOException notNow) {
            return false;
        }
    }

    private static ConditionFactory patiently(String what) {
        return await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20));
    }
}
