package org.statehouse.guarantee;

import java.util.List;
import org.statehouse.log.LogEntry;

/**
 * One change in a history: as a writer was told, or as a reader got it.
 *
 * @param position of its transaction
 * @param ordinal within the transaction
 * @param record the record's id, "" for what is not a change of a record
 * @param version of the record after the change
 */
record Seen(long position, int ordinal, String record, long version) {

    static Seen of(LogEntry entry) {
        LogEntry.RecordChange change = entry.change();
        return change == null
                ? new Seen(entry.position(), entry.ordinal(), "", 0)
                : new Seen(entry.position(), entry.ordinal(), change.recordId(), change.version());
    }

    static List<Seen> of(List<LogEntry> entries) {
        return entries.stream().map(Seen::of).toList();
    }
}
