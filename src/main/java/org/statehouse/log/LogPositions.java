package org.statehouse.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * Cursors for those who write and list. Safe for all threads. Connections come from the data source in autocommit; it must
 * not be called within a transaction that has written, whose own id would keep holes open.
 */
public final class LogPositions {

    /** How long a snapshot waits for the prefix before it is refused. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(5);
    /** Below this distance a list does not spend a statement on holes: its cursor carries them. */
    private static final long NEAR = 200;

    private static final String OLDEST_WRITER = """
            SELECT coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)
              FROM pg_stat_activity WHERE backend_xid IS NOT NULL
            """;

    private final DataSource database;
    private final LogStatements statements;
    private final Prefix prefix;
    private volatile Runnable afterWrite = () -> {};

    public LogPositions(DataSource database, LogStatements statements) {
        this.database = database;
        this.statements = statements;
        this.prefix = new Prefix(statements);
    }

    /** What reads rows and their position in one statement. */
    @FunctionalInterface
    public interface SnapshotQuery<T> {
        T run(SnapshotPosition position) throws SQLException;
    }

    /** The cursor of a write that is committed: of its position and everything before it. */
    public String ofWrite(Position written) throws SQLException {
        String text = texts().of(written);
        prefix.sawHead(written.position());
        written();
        return text;
    }

    /** Has something done after each write of this node; it must neither wait nor fail. */
    public void afterWrites(Runnable wake) {
        afterWrite = wake;
    }

    /** Something of this node is committed; called after success, outside of the transaction. */
    public void written() {
        afterWrite.run();
    }

    /** The cursors of writes as texts, for those that are to be known before they are committed. Asks nobody. */
    @FunctionalInterface
    public interface Texts {
        String of(Position written);
    }

    /** The texts of this log's cursors; to be taken before a transaction begins. */
    public Texts texts() throws SQLException {
        UUID epoch = known().epoch();
        return written -> Cursor.upTo(epoch, written.position(), written.at()).text();
    }

    /**
     * Runs a query that selects its position beside its rows. It is run again while the log has more holes than a cursor can
     * carry, for two seconds at most, then 503 {@code busy}.
     */
    public <T> T read(SnapshotQuery<T> query) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Settled now = near(known());
            try {
                return query.run(new SnapshotPosition(prefix, now, statements.observation()));
            } catch (SnapshotPosition.TryAgain open) {
                if (System.nanoTime() >= end) {
                    throw busy();
                }
                await(now);
            }
        }
    }

    Settled known() throws SQLException {
        Settled known = prefix.peek();
        if (known != null) {
            return known;
        }
        try (Connection connection = database.getConnection()) {
            return prefix.known(connection);
        }
    }

    private Settled near(Settled known) throws SQLException {
        return known.head() - known.upTo() > NEAR ? advance() : known;
    }

    private Settled advance() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return prefix.advance(connection);
        }
    }

    /** The cursor of everything that is visible now. */
    Cursor now() throws SQLException {
        return read(position -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement select = connection.prepareStatement("SELECT " + position.sql())) {
                position.bind(select, 1);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return position.cursor(row, 1);
                }
            }
        });
    }

    /** How far the node is behind the log, and what holds it up. */
    public LogStatus status() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(OLDEST_WRITER)) {
            Settled now = prefix.advance(connection);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                Duration oldest =
                        Duration.ofMillis(row.getBigDecimal(1).movePointRight(3).longValue());
                return new LogStatus(now.head(), now.upTo(), oldest);
            }
        }
    }

    /** The same for health: null when the database cannot say. */
    public @Nullable LogStatus statusIfKnown() {
        try {
            return status();
        } catch (SQLException away) {
            return null;
        }
    }

    Prefix prefix() {
        return prefix;
    }

    private void await(Settled than) throws SQLException {
        try {
            prefix.awaitMore(than, PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        advance();
    }

    private static RuntimeException busy() {
        return Problem.of(
                        ProblemType.BUSY,
                        "Too many writes are under way for a position of this list; try again in a moment")
                .exception();
    }
}
