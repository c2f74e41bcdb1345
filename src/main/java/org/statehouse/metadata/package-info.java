/**
 * The metadata language: models, fields, types, rules and relationships, read from files, checked as a whole and published
 * as one immutable catalog.
 *
 * <p>Entry point: {@code MetadataEngine}. A catalog is published completely or not at all; whoever holds one keeps it for
 * the length of a request. Names reach SQL from here only, always quoted. It never reads or writes records.
 */
@NullMarked
package org.statehouse.metadata;

import org.jspecify.annotations.NullMarked;
