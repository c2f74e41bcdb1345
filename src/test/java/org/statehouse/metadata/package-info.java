/** Tests of the metadata language, its types and rules, its checking and its publication. */
@NullMarked
package org.statehouse.metadata;

import org.jspecify.annotations.NullMarked;
