/** Tests of the whole source tree: its shape, its packages and their order. */
@NullMarked
package org.statehouse;

import org.jspecify.annotations.NullMarked;
