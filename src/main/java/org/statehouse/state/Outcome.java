package org.statehouse.state;

import org.jspecify.annotations.Nullable;
import org.statehouse.log.Position;

/**
 * What a transaction has done to the record that it was about.
 *
 * @param record as it is now, or null after a delete
 * @param position of the transaction, or null when nothing had to change
 */
record Outcome(@Nullable RecordRow record, @Nullable Position position) {}
