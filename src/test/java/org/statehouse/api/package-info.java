/** Tests of the HTTP edge against the packaged server; the models are those in {@code metadata-records}. */
@NullMarked
package org.statehouse.api;

import org.jspecify.annotations.NullMarked;
