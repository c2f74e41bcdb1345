/**
 * The HTTP edge: JAX-RS resources under {@code /api}.
 *
 * <p>It translates requests into calls of the packages below it, and their answers and failures into HTTP. It decides
 * nothing by itself.
 */
@NullMarked
package org.statehouse.api;

import org.jspecify.annotations.NullMarked;
