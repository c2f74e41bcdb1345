/**
 * JSON as this server reads and writes it: strict, limited, exact numbers.
 *
 * <p>Entry point: {@link org.statehouse.json.Json}. What it refuses is refused before anything is done.
 */
@NullMarked
package org.statehouse.json;

import org.jspecify.annotations.NullMarked;
