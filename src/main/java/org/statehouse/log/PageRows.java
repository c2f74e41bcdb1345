package org.statehouse.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
            if (rows.getObject(FIRST) != null) {
                LogEntry entry = entry(rows, FIRST, from::advancedTo);
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

    /** The entry whose columns begin at {@code first}. */
    static LogEntry entry(ResultSet row, int first, RecordLog.Cursors cursors) throws SQLException {
        OffsetDateTime at = Objects.requireNonNull(time(row, first + 2));
        long position = row.getLong(first);
        int ordinal = row.getInt(first + 1);
        String type = row.getString(first + 3);
        return new LogEntry(
                cursors.after(position, ordinal, at),
                position,
                ordinal,
                at,
                type,
                type == null ? change(row, first) : null,
                row.getString(first + 11),
                row.getString(first + 12),
                row.getString(first + 13),
                row.getLong(first + 14));
    }

    private static LogEntry.RecordChange change(ResultSet row, int first) throws SQLException {
        return new LogEntry.RecordChange(
                row.getInt(first + 4),
                row.getString(first + 5),
                row.getLong(first + 6),
                Change.Op.of(row.getString(first + 7)),
                row.getString(first + 8),
                row.getString(first + 9),
                row.getString(first + 10));
    }

    private static @Nullable OffsetDateTime time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC);
    }
}
