/** Hashes of passwords. */
@NullMarked
package org.statehouse.session;

import org.jspecify.annotations.NullMarked;
