/**
 * What integration tests stand on: the packaged server as its users start it, a bare PostgreSQL, and a small HTTP client.
 *
 * <p>Nothing here is a stand-in. The server is the jar that is shipped, in a process of its own; the database is the one
 * that it embeds, with the same durability.
 */
@NullMarked
package org.statehouse.testkit;

import org.jspecify.annotations.NullMarked;
