/**
 * Starts Statehouse from one jar: an embedded PostgreSQL if no other is named, then Payara Micro with the application.
 *
 * <p>It stands outside the application: it uses no other package of Statehouse, and none uses it. The two speak through
 * system properties: {@code statehouse.db-url}, {@code statehouse.db-user} and {@code statehouse.db-password} go in,
 * {@code statehouse.start.failure} comes back.
 */
@NullMarked
package org.statehouse.launcher;

import org.jspecify.annotations.NullMarked;
