package org.statehouse.metadata;

/** For tests that do not look at figures. */
public final class UncountedCatalogs implements CatalogMeter {

    @Override
    public void serves(long version) {}

    @Override
    public void published(long nanos, long lockedNanos) {}

    @Override
    public void ranAgain() {}

    @Override
    public void refused() {}
}
