/**
 * What nodes share beside the database: that they are there, and that there is something new in the log. PostgreSQL is the
 * truth; what is said here makes it fast, and nothing is wrong when it gets lost. The only package that knows Hazelcast, and
 * the only one with points at which a test can hold a server.
 *
 * <p>Entry points: {@link org.statehouse.cluster.Nodes}, {@link org.statehouse.cluster.WakeUps}, {@link
 * org.statehouse.cluster.Failpoint}. A test that kills a server "somewhere" kills it where most time is spent; a failpoint names
 * the step. Nothing is held in a server that was not started for such a test.
 */
@NullMarked
package org.statehouse.cluster;

import org.jspecify.annotations.NullMarked;
