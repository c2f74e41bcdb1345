package org.statehouse.metadata;

/**
 * Names of what is built before a publication. They begin with two underscores, which nothing that is in force does: what
 * has such a name belongs to a plan that is under way, or to one that has failed.
 */
final class PendingNames {

    static final String PREFIX = "__p";

    private final String plan;
    private int last;

    /** @param plan a few characters that no other plan has */
    PendingNames(String plan) {
        this.plan = plan;
    }

    String next() {
        return PREFIX + plan + "_" + ++last;
    }
}
