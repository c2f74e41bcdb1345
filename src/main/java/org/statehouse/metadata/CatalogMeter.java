package org.statehouse.metadata;

/** Counts what catalogs do to those who are served. It is called by their threads, so it may neither wait nor throw. */
public interface CatalogMeter {

    /** Another catalog serves on this node. */
    void serves(long version);

    /**
     * This node has put a catalog in force.
     *
     * @param nanos from the call to the end, with all preparation
     * @param lockedNanos from the first table's lock to the commit: nobody who writes has waited longer for it
     */
    void published(long nanos, long lockedNanos);

    /** A request runs again, because another catalog was put in force under it. */
    void ranAgain();

    /** A request was refused: it was built for another form of a model. */
    void refused();
}
