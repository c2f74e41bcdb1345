package org.statehouse.live;

/**
 * How one follower is told what happens.
 *
 * @param gathers whether changes of one record that are told together are told as one
 * @param everyMillis how long changes are gathered before they are told; 0: as soon as there is room
 */
record Pace(boolean gathers, int everyMillis) {

    /** Each change, at once. */
    static final Pace EACH = new Pace(false, 0);

    /** What a client asks for of a model that gathers its changes so long. */
    static Pace of(boolean gathers, int everyMillis) {
        return new Pace(gathers || everyMillis > 0, everyMillis);
    }

    boolean waits() {
        return everyMillis > 0;
    }
}
