package org.statehouse.job;

import java.util.Set;
import java.util.TreeSet;
import org.statehouse.state.BatchMode;

/**
 * How a file is imported.
 *
 * @param mode what its rows become
 * @param dryRun whether only what would be is wanted: nothing is written
 * @param atomic whether one bad row keeps all rows from being written
 * @param ignored columns of CSV and members of JSON lines that are left out
 */
public record ImportOptions(BatchMode mode, boolean dryRun, boolean atomic, Set<String> ignored) {

    public ImportOptions {
        ignored = Set.copyOf(ignored);
    }

    /** Whether the file is one transaction. */
    boolean whole() {
        return dryRun || atomic;
    }

    /** The ignored names as they are kept. */
    String ignoredText() {
        return String.join(",", new TreeSet<>(ignored));
    }
}
