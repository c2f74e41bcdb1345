@NullMarked
package org.statehouse.cluster;

import org.jspecify.annotations.NullMarked;
