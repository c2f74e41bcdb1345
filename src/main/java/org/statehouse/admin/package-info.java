/**
 * What an operator sees and does: health, statistics, recovery, retention.
 *
 * <p>Health says three things: the process lives, the application has started, and it can serve requests now. Only the
 * last depends on the database.
 */
@NullMarked
package org.statehouse.admin;

import org.jspecify.annotations.NullMarked;
