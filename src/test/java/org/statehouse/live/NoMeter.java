package org.statehouse.live;

import java.util.function.LongSupplier;

/** Counts nothing. */
final class NoMeter implements FeedMeter {
    @Override
    public void gauge(Gauge gauge, LongSupplier now) {}

    @Override
    public void passed(int changes) {}

    @Override
    public void told(int changes) {}

    @Override
    public void fellBehind() {}

    @Override
    public void resynced(Resync.Reason reason) {}

    @Override
    public void stalled() {}
}
