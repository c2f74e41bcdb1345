package org.statehouse.metadata;

/**
 * On this node another catalog serves from now on. Fired after success only; caches listen.
 *
 * @param catalog that serves
 */
public record CatalogPublished(Catalog catalog) {}
