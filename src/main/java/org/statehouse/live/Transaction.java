package org.statehouse.live;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogEntry;

/**
 * All that one transaction has in the log.
 *
 * @param entries of one position, in order
 */
record Transaction(List<LogEntry> entries) {

    /** Bytes that an entry takes beside its texts, roughly. */
    private static final long ENTRY_BYTES = 400;

    Transaction {
        entries = List.copyOf(entries);
    }

    /** The entries of a page by transaction. */
    static List<Transaction> of(List<LogEntry> entries) {
        List<Transaction> transactions = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= entries.size(); i++) {
            if (i == entries.size()
                    || entries.get(i).position() != entries.get(from).position()) {
                transactions.add(new Transaction(entries.subList(from, i)));
                from = i;
            }
        }
        return transactions;
    }

    long position() {
        return entries.get(0).position();
    }

    /** Contains all of it. */
    Cursor end() {
        return entries.get(entries.size() - 1).cursor();
    }

    /** Memory that it takes, roughly. */
    long bytes() {
        long bytes = 0;
        for (LogEntry entry : entries) {
            bytes += ENTRY_BYTES;
            LogEntry.RecordChange change = entry.change();
            if (change != null) {
                bytes += length(change.image()) + length(change.before()) + length(change.links());
            }
        }
        return bytes;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
