package org.statehouse.metadata;

/** Where a request takes its catalog from. */
public interface CurrentCatalog {

    /** The catalog that serves now on this node. Costs nothing. */
    Catalog current();

    /** The catalog that is published in the database: another node may have been faster. */
    Catalog refresh();
}
