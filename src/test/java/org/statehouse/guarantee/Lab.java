package org.statehouse.guarantee;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.statehouse.log.Change;
import org.statehouse.log.EventLog;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogReader;
import org.statehouse.log.LogSql;
import org.statehouse.log.LogStatements;
import org.statehouse.testkit.Pool;
import org.statehouse.testkit.PostgresServer;

/** A database of its own with the log and one table, {@code item}, that is written as records are. */
final class Lab {

    static final int MODEL = 7;

    private static final AtomicInteger OPENED = new AtomicInteger();

    /** The fast path: one statement that writes a row, and only if it did draws a position and appends. */
    static final String FAST_UPDATE = """
            WITH r AS (UPDATE item SET version = version + 1,
                                       "updatedAt" = greatest(clock_timestamp(), "updatedAt" + interval '1 microsecond')
                        WHERE id = ? AND version = ? RETURNING id, version, "updatedAt"),
            %s,
            %s
            %s
            SELECT d."position", 1, d.at, 7, r.id, r.version, 'update', null, null, null, 'tester', 'request', null, 1
              FROM r, d
            RETURNING position, at, version
            """.formatted(LogSql.COUNTED, LogSql.DRAWN, LogSql.INSERT);

    final DataSource database;
    private final EventLog log = new EventLog();

    private Lab(DataSource database) {
        this.database = database;
    }

    static Lab open() throws SQLException {
        Lab lab = new Lab(Pool.over(PostgresServer.shared().newDatabase("log_" + OPENED.incrementAndGet())));
        lab.run("CREATE TABLE item (id text COLLATE \"C\" PRIMARY KEY, version bigint NOT NULL,"
                + " \"updatedAt\" timestamptz NOT NULL)");
        return lab;
    }

    void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Items at version 1, their creation in the log. */
    List<Seen> createItems(List<String> ids) throws SQLException {
        try (Unit unit = begin()) {
            for (String id : ids) {
                unit.create(id);
            }
            unit.append();
            return unit.commit();
        }
    }

    /** A transaction of the general kind. */
    Unit begin() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return new Unit(connection, log);
    }

    /** The fast path; nothing when the version is another one. */
    Optional<Seen> update(String statement, String id, long version) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return update(connection, statement, id, version);
        }
    }

    static Optional<Seen> update(Connection connection, String statement, String id, long version) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setString(1, id);
            update.setLong(2, version);
            try (ResultSet row = update.executeQuery()) {
                return row.next()
                        ? Optional.of(new Seen(EventLog.read(row, 1).position(), 1, id, row.getLong(3)))
                        : Optional.empty();
            }
        }
    }

    long version(String id) throws SQLException {
        return number("SELECT version FROM item WHERE id = '" + id + "'");
    }

    /** A node that knows nothing of the log yet. */
    Node node() {
        return node(LogStatements.STANDARD);
    }

    Node node(LogStatements statements) {
        LogPositions positions = new LogPositions(database, statements);
        return new Node(positions, new LogReader(database, statements, positions));
    }

    /** Waits until some statement in this database waits for a lock. */
    void awaitBlocked(int statements) throws SQLException {
        String blocked = "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'";
        long end = System.nanoTime() + 20_000_000_000L;
        while (number(blocked) < statements) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Nothing waits for a lock");
            }
            Thread.onSpinWait();
        }
    }

    static Change change(String id, long version, Change.Op op) {
        return new Change(MODEL, id, version, op, "{}", null, null, "tester", "request", null, 1);
    }

    /** What one node knows, and how it reads. */
    record Node(LogPositions positions, LogReader reader) {}
}
