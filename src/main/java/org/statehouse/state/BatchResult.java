package org.statehouse.state;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Position;

/**
 * What a batch of creates has done.
 *
 * @param written rows that became records
 * @param faults the others, in the order of their lines
 * @param position of the batch in the log, null when nothing was written
 */
public record BatchResult(
        int written, List<BatchRow.Fault> faults, @Nullable Position position) {}
