/**
 * The connection to PostgreSQL: the one data source, its pool, and the tables of the platform.
 *
 * <p>At start it refuses a database that could lose an acknowledged write, and brings the tables in the schema
 * {@code statehouse} up to date. It knows no table by itself: each package above keeps its own change log in
 * {@code liquibase/}. A database that goes away and comes back needs no restart of the server.
 */
@NullMarked
package org.statehouse.database;

import org.jspecify.annotations.NullMarked;
