/** The sample application as a whole: imported by the packaged server, and compared with its source and with PostgreSQL. */
@NullMarked
package org.statehouse.sample;

import org.jspecify.annotations.NullMarked;
