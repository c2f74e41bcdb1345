package org.statehouse.log;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.DatabaseFailure;

/** The log for those who follow it. Every failure of the database is a {@link DatabaseFailure}. Safe for all threads. */
public final class LogFeed {

    private final LogReader reader;
    private final LogPositions positions;

    public LogFeed(LogReader reader, LogPositions positions) {
        this.reader = reader;
        this.positions = positions;
    }

    /** Everything up to the end of the contiguous prefix: a cursor without holes. */
    public Cursor prefix() {
        return asked(reader::prefix);
    }

    /** Everything that is visible now. */
    public Cursor now() {
        return asked(positions::now);
    }

    /** See {@link LogReader#read}; also 410 {@code resync}. */
    public LogPage read(@Nullable Cursor since, int limit, Optional<Set<Integer>> models) {
        return asked(() -> reader.read(since, limit, models));
    }

    /** Whether this node has seen positions that are beyond the contiguous prefix. Asks nobody. */
    public boolean isBehind() {
        Settled known = positions.prefix().peek();
        return known != null && known.head() > known.upTo();
    }

    /** The greatest position that this node has seen; 0 before it has seen any. Asks nobody. */
    public long head() {
        Settled known = positions.prefix().peek();
        return known == null ? 0 : known.head();
    }

    /** How many positions that this node has seen, or that are open before them, are beyond a cursor. Asks nobody. */
    public long behind(Cursor cursor) {
        Settled known = positions.prefix().peek();
        return known == null ? 0 : Math.max(0, known.head() - cursor.prefix());
    }

    /** The first cursor that can be resumed: everything that is kept comes after it. */
    public Cursor oldest() {
        Settled known = asked(positions::known);
        return Cursor.upTo(known.epoch(), known.floor(), null);
    }

    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T asked(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }
}
