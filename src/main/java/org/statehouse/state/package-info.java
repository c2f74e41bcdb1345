/**
 * The state of the application: its records, and the only writer of them.
 *
 * <p>Entry point: {@code StateManager}. A write is authorised, validated, written and appended to the log in one
 * transaction, and announced only after success. Reads give records as of one statement's snapshot. No lock is held in the
 * JVM; rows are locked in the database, in the order of model and id.
 */
@NullMarked
package org.statehouse.state;

import org.jspecify.annotations.NullMarked;
