package org.statehouse.log;

import java.util.List;

/**
 * Some of the log.
 *
 * @param entries in order; the last one ends its transaction
 * @param cursor resumes after everything that was looked through
 * @param more whether there is more before the prefix
 */
public record LogPage(List<LogEntry> entries, Cursor cursor, boolean more) {

    public LogPage {
        entries = List.copyOf(entries);
    }
}
