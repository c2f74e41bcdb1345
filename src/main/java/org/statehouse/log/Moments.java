package org.statehouse.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * Earlier moments as cursors, and the wait for one to come. Safe for all threads; must not be called within a transaction.
 */
public final class Moments {

    private static final Duration PAUSE = Duration.ofMillis(5);

    /**
     * Positions that are looked at one by one before the one that the search ends at: times of transactions that draw
     * together can differ from the order of their positions by as many as there are connections.
     */
    private static final int NEIGHBOURS = 1_000;

    private static final String STATE = """
            SELECT s.epoch, s.floor, (SELECT coalesce(max(l.position), s.floor) FROM statehouse.change_log l),
                   (SELECT l.at FROM statehouse.change_log l
                     WHERE l.position > s.floor AND l.position <= ? ORDER BY l.position DESC LIMIT 1),
                   (SELECT CASE WHEN q.is_called THEN q.last_value ELSE 0 END FROM statehouse.log_position q)
              FROM statehouse.log_state s WHERE s.single
            """;

    /** The first position whose time is later, by halves; then the last visible one before it. */
    private static final String SEARCH = """
            WITH RECURSIVE given AS (SELECT ?::timestamptz AS t),
            bounds AS (
              SELECT s.epoch, s.floor, (SELECT coalesce(max(l.position), s.floor) FROM statehouse.change_log l) AS head
                FROM statehouse.log_state s WHERE s.single),
            search(lo, hi) AS (
              SELECT floor + 1, head + 1 FROM bounds
              UNION ALL
              SELECT CASE WHEN m.at <= g.t THEN m.position + 1 ELSE h.lo END,
                     CASE WHEN m.at IS NULL THEN h.mid WHEN m.at > g.t THEN m.position ELSE h.hi END
                FROM (SELECT lo, hi, (lo + hi) / 2 AS mid FROM search WHERE lo < hi) h CROSS JOIN given g
                LEFT JOIN LATERAL (
                  SELECT l.position, l.at FROM statehouse.change_log l
                   WHERE l.position >= h.mid AND l.position < h.hi ORDER BY l.position LIMIT 1) m ON true),
            later AS (
              SELECT coalesce(
                       (SELECT min(l.position) FROM statehouse.change_log l
                         WHERE l.position >= greatest(f.lo - $neighbours, b.floor + 1) AND l.position < f.lo
                           AND l.at > (SELECT t FROM given)), f.lo) AS position
                FROM search f, bounds b WHERE f.lo >= f.hi)
            SELECT $observation, b.epoch, b.floor, b.head, l.position, l.at, (SELECT t FROM given) > clock_timestamp()
              FROM bounds b LEFT JOIN LATERAL (
                SELECT c.position, c.at FROM statehouse.change_log c
                 WHERE c.position > b.floor AND c.position < (SELECT position FROM later)
                 ORDER BY c.position DESC LIMIT 1) l ON true
            """.replace("$neighbours", Integer.toString(NEIGHBOURS));

    private final DataSource database;
    private final LogPositions positions;

    public Moments(DataSource database, LogPositions positions) {
        this.database = database;
        this.positions = positions;
    }

    /**
     * What was in the log at a time: the positions below the first whose time is later.
     *
     * @return empty when the time is still to come by the database's clock
     * @throws org.statehouse.problem.ProblemException 410 {@code resync} when it is before what is kept
     */
    public Optional<Cursor> at(OffsetDateTime time) throws SQLException {
        return positions.read(position -> {
            String sql = SEARCH.replace("$observation", position.sql());
            try (Connection connection = database.getConnection();
                    PreparedStatement select = connection.prepareStatement(sql)) {
                select.setObject(1, time);
                position.bind(select, 2);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getBoolean(7) ? Optional.empty() : Optional.of(found(position.cursor(row, 1), row));
                }
            }
        });
    }

    private static Cursor found(Cursor everything, ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject(6, OffsetDateTime.class);
        long floor = row.getLong(3);
        if (at == null && floor > 0) {
            throw new LogState(row.getObject(2, UUID.class), floor, row.getLong(4), null)
                    .resync("compacted", "Changes from that time are no longer kept");
        }
        return everything.until(row.getLong(5), at);
    }

    /** The cursor, if what it contains can be told; else 410 {@code resync}. */
    public Cursor at(Cursor cursor) throws SQLException {
        state(cursor).log().requireContinued(cursor);
        return cursor;
    }

    /**
     * Waits until the database shows what a cursor contains: at once where this node has seen so much already.
     *
     * @throws org.statehouse.problem.ProblemException 410 {@code resync} for a cursor of another log, or of what nobody has
     *     begun to write; 503 {@code busy} when the time is over
     */
    public void await(Cursor cursor, Duration atMost) throws SQLException {
        Settled known = positions.prefix().peek();
        if (known != null && cursor.isOf(known.epoch()) && cursor.upper() <= known.head()) {
            return;
        }
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            State state = state(cursor);
            state.log().requireSameLog(cursor);
            if (cursor.upper() <= state.log().head()) {
                state.log().requireAgreement(cursor);
                return;
            }
            state.log().requireReached(cursor, state.drawn());
            if (System.nanoTime() >= end) {
                throw busy();
            }
            pause();
        }
    }

    private void pause() throws SQLException {
        try {
            Settled known = positions.prefix().peek();
            if (known == null) {
                known = positions.known();
            }
            positions.prefix().awaitMore(known, PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    /** @param drawn the last position that anybody has begun to write */
    private record State(LogState log, long drawn) {}

    private State state(Cursor cursor) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(STATE)) {
            select.setLong(1, cursor.upper());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                LogState log = new LogState(
                        row.getObject(1, UUID.class),
                        row.getLong(2),
                        row.getLong(3),
                        row.getObject(4, OffsetDateTime.class));
                return new State(log, row.getLong(5));
            }
        }
    }

    private static RuntimeException busy() {
        return Problem.of(
                        ProblemType.BUSY,
                        "What was asked to be there first has not come in time; try again in a moment")
                .exception();
    }
}
