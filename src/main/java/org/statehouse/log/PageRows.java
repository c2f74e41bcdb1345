package org.statehouse.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of one page, and the log's state in the same snapshot. */
record PageRows(State state, Cursor from, long upTo, List<LogEntry> entries) {

    /**
     * The log in the page's snapshot.
     *
     * @param epoch of the log
     * @param floor changes up to it are no longer kept
     * @param head the greatest visible position
     * @param lastAt the time of the last row that the cursor contains, null when it is no longer kept
     * @param upToAt the time of the last row that the page looked through
     * @param more whether rows were left
     */
    record State(
            UUID epoch,
            long floor,
            long head,
            @Nullable OffsetDateTime lastAt,
            @Nullable OffsetDateTime upToAt,
            boolean more) {}

    private static final int FIRST = 8;

    static PageRows read(ResultSet rows, Cursor from, long upTo) throws SQLException {
        if (!rows.next()) {
            throw new IllegalStateException("The log has no state");
        }
        State state = new State(
                rows.getObject(1, UUID.class),
                rows.getLong(2),
                rows.getLong(3),
                time(rows, 4),
                time(rows, 5),
                rows.getBoolean(7));
        List<LogEntry> entries = new ArrayList<>();
        do {
            LogEntry entry = entry(rows, from);
            if (entry != null) {
                endTransaction(entries, entry.position(), from);
                entries.add(entry);
            }
        } while (rows.next());
        endTransaction(entries, Long.MAX_VALUE, from);
        return new PageRows(state, from, upTo, entries);
    }

    /** The page, which ends at its last transaction when there is more, else where it looked. */
    LogPage toPage(boolean moreBeyond) {
        if (state.more) {
            return new LogPage(entries, entries.get(entries.size() - 1).cursor(), true);
        }
        Cursor end = upTo == from.prefix() && from.ordinal() == 0 ? from : from.advancedTo(upTo, 0, state.upToAt);
        return new LogPage(entries, end, moreBeyond);
    }

    /** The last entry of a transaction contains all of it. */
    private static void endTransaction(List<LogEntry> entries, long next, Cursor from) {
        if (entries.isEmpty()) {
            return;
        }
        int last = entries.size() - 1;
        LogEntry entry = entries.get(last);
        if (entry.position() < next) {
            Cursor all = from.advancedTo(entry.position(), 0, entry.at());
            entries.set(last, entry.resumedBy(all));
        }
    }

    private static @Nullable LogEntry entry(ResultSet row, Cursor from) throws SQLException {
        OffsetDateTime at = time(row, FIRST + 2);
        if (at == null) {
            return null;
        }
        long position = row.getLong(FIRST);
        int ordinal = row.getInt(FIRST + 1);
        String type = row.getString(FIRST + 3);
        return new LogEntry(
                from.advancedTo(position, ordinal, at),
                position,
                ordinal,
                at,
                type,
                type == null ? change(row) : null,
                row.getString(FIRST + 11),
                row.getString(FIRST + 12),
                row.getString(FIRST + 13),
                row.getLong(FIRST + 14));
    }

    private static LogEntry.RecordChange change(ResultSet row) throws SQLException {
        return new LogEntry.RecordChange(
                row.getInt(FIRST + 4),
                row.getString(FIRST + 5),
                row.getLong(FIRST + 6),
                Change.Op.of(row.getString(FIRST + 7)),
                row.getString(FIRST + 8),
                row.getString(FIRST + 9),
                row.getString(FIRST + 10));
    }

    private static @Nullable OffsetDateTime time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }
}
