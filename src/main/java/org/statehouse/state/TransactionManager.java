package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.statehouse.cluster.Failpoint;
import org.statehouse.log.EventLog;
import org.statehouse.log.Position;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Units of work: BEGIN, work, append to the log as the last act, COMMIT. READ COMMITTED; the whole closure runs again after
 * a deadlock, a serialisation failure, a lock time-out or a race with a foreign key, with back-off and jitter. All of it
 * has a time-out; after that it is rolled back.
 */
final class TransactionManager {

    /** How often a closure is run again. */
    private static final int RETRIES = 3;

    private static final Map<String, UnitMeter.Reason> RETRYABLE = Map.of(
            "40P01", UnitMeter.Reason.DEADLOCK,
            "40001", UnitMeter.Reason.SERIALIZATION,
            "55P03", UnitMeter.Reason.LOCK_TIMEOUT,
            "23503", UnitMeter.Reason.FOREIGN_KEY);
    private static final Map<String, UnitMeter.Reason> RETRYABLE_ALONE = Map.of(
            "40P01", UnitMeter.Reason.DEADLOCK,
            "40001", UnitMeter.Reason.SERIALIZATION,
            "23503", UnitMeter.Reason.FOREIGN_KEY);
    private static final long BACK_OFF_MILLIS = 10;

    private final DataSource dataSource;
    private final EventLog log;
    private final TransactionSettings settings;
    private final UnitMeter meter;

    TransactionManager(DataSource dataSource, EventLog log, TransactionSettings settings, UnitMeter meter) {
        this.dataSource = dataSource;
        this.log = log;
        this.settings = settings;
        this.meter = meter;
    }

    /** What is done between BEGIN and the append. It may run several times: it must not keep anything. */
    @FunctionalInterface
    interface Work<T> {
        T run(UnitOfWork unit) throws SQLException;
    }

    /**
     * What is done between the append and COMMIT, once the position is known. It may wait for no lock: others would get their
     * positions meanwhile.
     */
    @FunctionalInterface
    interface Closing<T> {
        void run(UnitOfWork unit, Committed<T> outcome) throws SQLException;
    }

    /** What may be run again as it is. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws SQLException;
    }

    /**
     * What a committed unit of work gave.
     *
     * @param result of the closure
     * @param position in the log, or null when nothing was changed
     */
    record Committed<T>(
            T result, @org.jspecify.annotations.Nullable Position position) {}

    /** @throws ProblemException {@code transaction-timeout}, when the closure took too long with all its retries */
    <T> Committed<T> run(Caller caller, long catalogVersion, Work<T> work) throws SQLException {
        return run(caller, catalogVersion, work, (unit, outcome) -> {});
    }

    /** The same with something to do last. */
    <T> Committed<T> run(Caller caller, long catalogVersion, Work<T> work, Closing<T> closing) throws SQLException {
        return run(new Deadline(settings.timeoutMillis()), caller, catalogVersion, work, closing);
    }

    /** The same for a transaction of an import, which has {@code statehouse.import-timeout}. */
    <T> Committed<T> runImport(Caller caller, long catalogVersion, Work<T> work) throws SQLException {
        return run(new Deadline(settings.importTimeoutMillis()), caller, catalogVersion, work, (unit, outcome) -> {});
    }

    private <T> Committed<T> run(
            Deadline deadline, Caller caller, long catalogVersion, Work<T> work, Closing<T> closing)
            throws SQLException {
        long start = System.nanoTime();
        boolean done = false;
        meter.started();
        try {
            Committed<T> committed = retrying(RETRYABLE, () -> once(deadline, caller, catalogVersion, work, closing));
            done = true;
            return committed;
        } catch (SQLException failure) {
            if (Deadline.EXCEEDED.equals(failure.getSQLState()) && deadline.hasPassed()) {
                meter.timedOut();
                throw tooLong(deadline, failure);
            }
            throw failure;
        } finally {
            long nanos = System.nanoTime() - start;
            if (done) {
                meter.committed(nanos);
            } else {
                meter.rolledBack(nanos);
            }
        }
    }

    private static ProblemException tooLong(Deadline deadline, SQLException cause) {
        ProblemException problem = Problem.of(
                        ProblemType.TRANSACTION_TIMEOUT,
                        "The write was not done within " + deadline.timeoutMillis()
                                + " ms and was rolled back; nothing was written. Try again")
                .with("timeoutMs", deadline.timeoutMillis())
                .exception();
        problem.addSuppressed(cause);
        return problem;
    }

    /**
     * Runs one statement in autocommit, again after a deadlock or a race with a foreign key: nothing of it was done. Not
     * after a lock time-out, for which it has waited long enough.
     */
    <T> T statement(Attempt<T> attempt) throws SQLException {
        return retrying(RETRYABLE_ALONE, attempt);
    }

    private <T> T retrying(Map<String, UnitMeter.Reason> states, Attempt<T> call) throws SQLException {
        for (int attempt = 0; ; attempt++) {
            try {
                return call.run();
            } catch (SQLException failure) {
                UnitMeter.Reason reason = states.get(String.valueOf(failure.getSQLState()));
                if (attempt == RETRIES || reason == null) {
                    throw failure;
                }
                meter.ranAgain(reason);
                backOff(attempt);
            }
        }
    }

    /** Waits a little before the next attempt, so that the same transactions do not meet again. */
    static void backOff(int attempt) {
        long bound = BACK_OFF_MILLIS << Math.min(attempt, 4);
        LockSupport.parkNanos(
                TimeUnit.MILLISECONDS.toNanos(1 + ThreadLocalRandom.current().nextLong(bound)));
    }

    private <T> Committed<T> once(
            Deadline deadline, Caller caller, long catalogVersion, Work<T> work, Closing<T> closing)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                deadline.begin(connection);
                Failpoint.UNIT_BEGUN.reach();
                UnitOfWork unit = new UnitOfWork(connection, deadline, meter, caller, catalogVersion);
                T result = work.run(unit);
                Failpoint.UNIT_WRITTEN.reach();
                Committed<T> outcome = new Committed<>(result, unit.appendTo(log));
                Failpoint.UNIT_APPENDED.reach();
                closing.run(unit, outcome);
                connection.commit();
                done = true;
                Failpoint.UNIT_COMMITTED.reach();
                return outcome;
            } finally {
                end(connection, done);
            }
        }
    }

    /** Gives the connection back as it came; a roll-back that fails must not hide what went wrong. */
    private static void end(Connection connection, boolean done) throws SQLException {
        if (done) {
            connection.setAutoCommit(true);
            return;
        }
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException broken) {
            connection.abort(Runnable::run);
        }
    }
}
