package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Until when a unit of work may go on. The database ends a statement that runs longer. It is told the time left at the
 * beginning of a transaction, in a message of its own, and again whenever a tenth of the timeout has passed since: a
 * unit costs one round trip more, and ends at most a tenth too late. For one thread.
 */
final class Deadline {

    static final String EXCEEDED = "57014";

    private final long timeoutMillis;
    private final long end;
    private long told;

    Deadline(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
        this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    boolean hasPassed() {
        return end - System.nanoTime() <= 0;
    }

    /** Tells a transaction that has just begun. */
    void begin(Connection connection) throws SQLException {
        tell(connection, requireTime());
    }

    /**
     * To be called between two statements.
     *
     * @throws SQLTimeoutException when there is no time left
     */
    void check(Connection connection) throws SQLException {
        long left = requireTime();
        if (told - left >= Math.max(1, timeoutMillis / 10)) {
            tell(connection, left);
        }
    }

    /** What the database was told last: a mark for {@link #goneBack}. */
    long told() {
        return told;
    }

    /** The database has gone back to a savepoint, and with it to what it had been told by then. */
    void goneBack(long mark) {
        told = mark;
    }

    private void tell(Connection connection, long millis) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + millis);
        }
        told = millis;
    }

    /** Rounded up, so that a statement which the database ends has passed the deadline. */
    private long requireTime() throws SQLTimeoutException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new SQLTimeoutException("The unit of work has no time left", EXCEEDED);
        }
        return TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }
}
