/**
 * What was: the changes of a record, the difference between two of its versions, and records as of an earlier time.
 *
 * <p>Entry points: {@link org.statehouse.history.RecordHistory} and {@link org.statehouse.history.PastReads}. Everything is
 * read from the log, whose images are by stable numbers: names and types are those of today, and what the models no longer
 * have is told by the catalog that it was told under. It writes nothing.
 */
@NullMarked
package org.statehouse.history;

import org.jspecify.annotations.NullMarked;
