package org.statehouse.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log from a cursor on: whole transactions, in order, and only from the contiguous prefix. Holds nothing; safe for
 * all threads. Must not be called within a transaction.
 */
public final class LogReader {

    /** Positions that one page looks through at most: a page may be empty and say that there is more. */
    static final long WINDOW = 50_000;

    /** No model has this number. */
    public static final int NO_MODEL = 0;

    private static final String TIME = """
            SELECT l.at FROM statehouse.change_log l, statehouse.log_state s
             WHERE l.position > s.floor AND l.position <= ? ORDER BY l.position DESC LIMIT 1
            """;

    private final DataSource database;
    private final LogStatements statements;
    private final LogPositions positions;

    public LogReader(DataSource database, LogStatements statements, LogPositions positions) {
        this.database = database;
        this.statements = statements;
        this.positions = positions;
    }

    /** What follows what is visible now. */
    public LogPage fromNow() throws SQLException {
        return new LogPage(List.of(), positions.now(), false);
    }

    /** Everything up to the end of the contiguous prefix. */
    Cursor prefix() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Settled settled = positions.prefix().advance(connection);
            try (PreparedStatement select = connection.prepareStatement(TIME)) {
                select.setLong(1, settled.upTo());
                try (ResultSet row = select.executeQuery()) {
                    OffsetDateTime at = row.next() ? row.getObject(1, OffsetDateTime.class) : null;
                    return Cursor.upTo(settled.epoch(), settled.upTo(), at);
                }
            }
        }
    }

    /**
     * Reads the next page.
     *
     * @param since what the reader has; null for the oldest kept change
     * @param limit changes, at least 1; a page exceeds it to end with a whole transaction
     * @param models when given, only changes of records of the models with these numbers; {@link #NO_MODEL} stands for what
     *     is no change of a record
     */
    public LogPage read(@Nullable Cursor since, int limit, Optional<Set<Integer>> models) throws SQLException {
        if (limit < 1) {
            throw new IllegalArgumentException("A page has one change at least");
        }
        try (Connection connection = database.getConnection()) {
            Settled settled = positions.prefix().advance(connection);
            Cursor from = since == null ? Cursor.upTo(settled.epoch(), settled.floor(), null) : since;
            long upTo = Math.min(settled.upTo(), from.prefix() + WINDOW);
            PageRows page = page(connection, from, Math.max(upTo, from.prefix()), limit, models);
            PageRows.State log = page.state();
            new LogState(log.epoch(), log.floor(), log.head(), log.lastAt()).requireContinued(from);
            return page.toPage(upTo < settled.upTo());
        }
    }

    private PageRows page(Connection connection, Cursor from, long upTo, int limit, Optional<Set<Integer>> models)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(statements.page())) {
            select.setLong(1, from.prefix());
            select.setInt(2, from.ordinal() == 0 ? Integer.MAX_VALUE : from.ordinal());
            select.setLong(3, from.upper());
            select.setArray(
                    4,
                    connection.createArrayOf(
                            "int8", from.holes().stream().map(Range::first).toArray()));
            select.setArray(
                    5,
                    connection.createArrayOf(
                            "int8", from.holes().stream().map(Range::last).toArray()));
            select.setLong(6, upTo);
            select.setInt(7, limit);
            select.setArray(
                    8,
                    models.isEmpty()
                            ? null
                            : connection.createArrayOf("int4", models.get().toArray()));
            try (ResultSet rows = select.executeQuery()) {
                return PageRows.read(rows, from, upTo);
            }
        }
    }
}
