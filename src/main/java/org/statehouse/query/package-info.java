/**
 * What to read, as data: filter, sort, page, projection and expansion, read from a query string, checked against the
 * catalog and rendered to SQL.
 *
 * <p>Entry point: {@code ListQuery}. Every part of a query is understood completely or the whole
 * query is refused with 400 {@code bad-query}; nothing is ignored. Values are immutable and know nothing of SQL except
 * in {@code ListSql}; names in SQL come from the catalog, values are parameters. It never runs a
 * statement.
 */
@NullMarked
package org.statehouse.query;

import org.jspecify.annotations.NullMarked;
