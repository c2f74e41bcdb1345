/**
 * Changes as they happen: one dispatcher a node reads the log once and tells everybody who follows.
 *
 * <p>Entry points: {@code Dispatcher} hands whole transactions to subscriptions, {@code
 * Tail} brings them from the log. What is told comes from the log alone, never from a message about it:
 * a wake-up only says that it is worth looking. A subscription either keeps up, or reads the log by itself until it does; it
 * is told everything in order and nothing twice, or that it must begin anew.
 */
@NullMarked
package org.statehouse.live;

import org.jspecify.annotations.NullMarked;
