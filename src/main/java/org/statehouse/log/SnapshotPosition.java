package org.statehouse.log;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The position of one statement's snapshot. It must be begun before the snapshot is taken, and its expression must stand in
 * the statement that reads the rows: then the cursor contains exactly what the rows show.
 */
public final class SnapshotPosition {

    /** How many parameters the expression takes. */
    public static final int PARAMETERS = 2;

    private final Prefix prefix;
    private final Settled begun;
    private final String sql;

    SnapshotPosition(Prefix prefix, Settled begun, String sql) {
        this.prefix = prefix;
        this.begun = begun;
        this.sql = sql;
    }

    /** A scalar expression of type text, to be selected once beside the rows (as a CTE of one row, say). */
    public String sql() {
        return sql;
    }

    /** Sets the expression's parameters; gives the number of the next one. */
    public int bind(PreparedStatement statement, int first) throws SQLException {
        statement.setLong(first, begun.upTo());
        statement.setLong(first + 1, Long.MAX_VALUE);
        return first + PARAMETERS;
    }

    /** The cursor of what the statement saw. */
    public Cursor cursor(ResultSet row, int column) throws SQLException {
        Observation seen = Observation.parse(row.getString(column), begun.upTo());
        if (!seen.epoch().equals(begun.epoch()) || seen.head() < begun.upTo()) {
            throw new TryAgain("The position was begun on another log, or after the snapshot");
        }
        prefix.learn(seen);
        long settled = Math.max(begun.upTo(), seen.floor());
        List<Range> holes = Range.after(settled, seen.gaps());
        if (holes.size() > Cursor.MAX_HOLES) {
            throw new TryAgain("The snapshot has more holes than a cursor can carry");
        }
        return Cursor.snapshot(seen.epoch(), settled, Math.max(settled, seen.seen()), holes, seen.headAt());
    }

    /** Too many transactions are under way, or one has been for too long: the reader waits and tries again. */
    static final class TryAgain extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TryAgain(String reason) {
            super(reason, null, false, false);
        }
    }
}
