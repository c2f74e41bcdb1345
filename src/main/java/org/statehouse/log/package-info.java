/**
 * The log: every change of every record, in one order.
 *
 * <p>Entry points: {@link org.statehouse.log.EventLog} appends, {@link org.statehouse.log.LogReader} reads. A position is
 * drawn as the last act of a transaction, after the transaction has its id; numbers become visible out of order for the
 * length of a commit, so readers deliver only the contiguous prefix. What is appended is never altered. It knows no HTTP.
 * Images are JSON by stable field numbers, which get their names only on the way out.
 */
@NullMarked
package org.statehouse.log;

import org.jspecify.annotations.NullMarked;
