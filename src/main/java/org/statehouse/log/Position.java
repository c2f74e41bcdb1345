package org.statehouse.log;

import java.time.OffsetDateTime;

/**
 * A transaction's place in the log.
 *
 * @param position greater than that of every transaction that was acknowledged before this one began
 * @param at the database's clock when it was drawn, not before any {@code updatedAt} of the transaction
 */
public record Position(long position, OffsetDateTime at) {}
