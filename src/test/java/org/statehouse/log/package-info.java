/** Tests of the log's own parts; what the log promises is tested in {@code guarantee}. */
@NullMarked
package org.statehouse.log;

import org.jspecify.annotations.NullMarked;
