/** The documents, held to the code: what they show is run, what they list is complete. */
@NullMarked
package org.statehouse.doc;

import org.jspecify.annotations.NullMarked;
