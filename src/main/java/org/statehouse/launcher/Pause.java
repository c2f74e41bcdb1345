package org.statehouse.launcher;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waiting between two looks at something that gives no sign by itself: another process. */
final class Pause {
    private Pause() {}

    /** Waits this long at most; an interrupt ends it early and stays set. */
    static void millis(long duration) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(duration));
    }
}
