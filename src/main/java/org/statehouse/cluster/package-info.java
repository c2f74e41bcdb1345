/**
 * What nodes share beside the database; for now the points at which a test can hold a server.
 *
 * <p>Entry point: {@link org.statehouse.cluster.Failpoint}. A test that kills a server "somewhere" kills it where most time is
 * spent; here it names the step. Nothing is held in a server that was not started for such a test.
 */
@NullMarked
package org.statehouse.cluster;

import org.jspecify.annotations.NullMarked;
