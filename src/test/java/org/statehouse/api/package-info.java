/** Tests of the HTTP edge. */
@NullMarked
package org.statehouse.api;

import org.jspecify.annotations.NullMarked;
