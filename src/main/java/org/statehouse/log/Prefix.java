package org.statehouse.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The contiguous prefix of the log as one node knows it; it advances on demand. Connections must be in autocommit: each
 * statement needs a snapshot of its own. Safe for all threads; the lock only wakes those who wait, and is never held while a statement runs.
 */
final class Prefix {

    /** Positions that one look goes through one by one; a longer way is taken by the barrier alone. */
    private static final long WINDOW = 10_000;

    private final LogStatements statements;
    private final AtomicReference<@Nullable Settled> known = new AtomicReference<>();
    private final ReentrantLock moving = new ReentrantLock();
    private final Condition moved = moving.newCondition();

    Prefix(LogStatements statements) {
        this.statements = statements;
    }

    /** What is known, or null when nothing is yet. */
    @Nullable
    Settled peek() {
        return known.get();
    }

    /** Waits until more is settled than was, a time at most: others may be looking at the log. */
    void awaitMore(Settled than, Duration atMost) throws InterruptedException {
        moving.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && than.equals(known.get())) {
                left = moved.awaitNanos(left);
            }
        } finally {
            moving.unlock();
        }
    }

    /** What is known, without a look at the log unless nothing is known yet. */
    Settled known(Connection connection) throws SQLException {
        Settled now = known.get();
        if (now != null) {
            return now;
        }
        known.compareAndSet(null, Settled.begin(observe(connection, 0, 0)));
        Settled begun = known.get();
        if (begun == null) {
            throw new IllegalStateException("What is known was forgotten");
        }
        return begun;
    }

    /** Looks at the log; what was acknowledged before is within the answer unless an older transaction still runs. */
    Settled advance(Connection connection) throws SQLException {
        Settled before = known(connection);
        Settled now = look(connection, before);
        if (!now.needsBarrier()) {
            return now;
        }
        return look(connection, takeBarrier(connection, now));
    }

    /** Makes the holes below the head that is known wait for the transactions that run now. */
    Settled takeBarrier(Connection connection, Settled now) throws SQLException {
        long transaction;
        try (PreparedStatement take = connection.prepareStatement(statements.transaction());
                ResultSet row = take.executeQuery()) {
            row.next();
            transaction = Long.parseLong(row.getString(1));
        }
        return update(now.epoch(), settled -> settled.waitingFor(now.head(), transaction));
    }

    /** Learns from a snapshot that a list was read in. */
    void learn(Observation seen) {
        update(seen.epoch(), settled -> settled.with(seen));
    }

    /** Learns that a position is visible: whoever reads next knows how far behind the prefix may be. */
    void sawHead(long position) {
        known.updateAndGet(
                settled -> settled == null || settled.head() >= position ? settled : settled.withHead(position));
    }

    private Settled look(Connection connection, Settled before) throws SQLException {
        Observation seen = observe(connection, before.upTo(), before.upTo() + WINDOW);
        if (!seen.epoch().equals(before.epoch()) || seen.head() < before.upTo()) {
            // Another log, or the same one as it was earlier: what was known of it does not hold.
            known.compareAndSet(before, Settled.begin(seen));
            return Settled.begin(seen);
        }
        return update(before.epoch(), settled -> settled.with(seen));
    }

    private Observation observe(Connection connection, long base, long upTo) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement("SELECT " + statements.observation())) {
            look.setLong(1, base);
            look.setLong(2, upTo);
            try (ResultSet row = look.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("The log has no state");
                }
                return Observation.parse(row.getString(1), base);
            }
        }
    }

    private Settled update(UUID epoch, UnaryOperator<Settled> step) {
        Settled was = known.getAndUpdate(settled -> next(settled, epoch, step));
        Settled now = next(was, epoch, step);
        if (now == null) {
            throw new IllegalStateException("Nothing is known of the log yet");
        }
        if (!now.equals(was)) {
            announce();
        }
        return now;
    }

    private static @Nullable Settled next(@Nullable Settled was, UUID epoch, UnaryOperator<Settled> step) {
        return was == null || !was.epoch().equals(epoch) ? was : step.apply(was);
    }

    private void announce() {
        moving.lock();
        try {
            moved.signalAll();
        } finally {
            moving.unlock();
        }
    }
}
