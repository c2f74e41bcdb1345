/** The write path in one process, on the real PostgreSQL: its promises, and each of its safeguards switched off in turn. */
@NullMarked
package org.statehouse.state;

import org.jspecify.annotations.NullMarked;
