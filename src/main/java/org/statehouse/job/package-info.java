/**
 * Work that outlives its request: imports of files, kept in the database from their first line to their last.
 *
 * <p>Entry point: {@link org.statehouse.job.Jobs}. A file is on disk, and its job in the database, before the caller hears
 * of it; each batch commits together with the line it ends at, so that a job that was killed goes on after that line. One
 * import runs at a time on a node; a file is read as a stream.
 */
@NullMarked
package org.statehouse.job;

import org.jspecify.annotations.NullMarked;
