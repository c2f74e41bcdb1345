package org.statehouse.state;

import org.jspecify.annotations.Nullable;

/**
 * What a write has done.
 *
 * @param record as it is now, or null after a delete
 * @param position the cursor of its transaction in the log, or null when nothing had to change
 */
public record Written(@Nullable RecordRow record, @Nullable String position) {}
