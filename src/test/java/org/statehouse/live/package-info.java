/** What is told live, over real sockets of the packaged server. */
@NullMarked
package org.statehouse.live;

import org.jspecify.annotations.NullMarked;
