package org.statehouse.live;

import java.util.function.LongSupplier;

/** Counts what the feed does. */
interface FeedMeter {

    /** How many of something there are now. */
    enum Gauge {
        SOCKETS,
        STREAMS,
        WAITERS,
        SUBSCRIPTIONS
    }

    /** Says where to ask how many there are. */
    void gauge(Gauge gauge, LongSupplier now);

    /** So many changes have passed from the log. */
    void passed(int changes);

    /** So many changes were told to one who follows. */
    void told(int changes);

    /** Somebody has not kept up and goes on by reading the log. */
    void fellBehind();

    /** Somebody had to begin anew. */
    void resynced(Resync.Reason reason);

    /** A client that took nothing was cut off. */
    void stalled();
}
