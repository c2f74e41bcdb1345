package org.statehouse.launcher;

/** Waiting between two looks at something that gives no sign by itself: another process. */
final class Pause {
    private Pause() {}

    /** Waits; an interrupt ends it early and stays set. */
    static void millis(long duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
