package org.statehouse.metadata;

/**
 * Names of what is built before a publication. They begin with two underscores, which nothing that is in force does: what
 * has such a name belongs to a plan that is under way, or to one that has failed.
 */
final class PendingNames {

    static final String PREFIX = "__p";

    private final long catalog;
    private int last;

    /** @param catalog the version that is prepared */
    PendingNames(long catalog) {
        this.catalog = catalog;
    }

    String next() {
        return PREFIX + catalog + "_" + ++last;
    }
}
