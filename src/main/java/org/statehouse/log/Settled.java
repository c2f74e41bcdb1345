package org.statehouse.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of the log: of every position up to {@code upTo} it is decided whether it is visible or never will be.
 *
 * @param epoch of the log
 * @param floor changes up to it are no longer kept
 * @param upTo the contiguous prefix
 * @param head the greatest position seen
 * @param barrier what the holes up to a position wait for, or null when nothing waits
 */
record Settled(
        UUID epoch,
        long floor,
        long upTo,
        long head,
        @Nullable Barrier barrier) {

    /**
     * The head was visible before the transaction got its id, and who draws a position has an id before. So when all
     * transactions before this one are over, every position up to the head is visible or dead.
     *
     * @param upTo a visible position
     * @param transaction an id taken after it was seen
     */
    record Barrier(long upTo, long transaction) {}

    /** Nothing but what is no longer kept is settled. */
    static Settled begin(Observation seen) {
        return new Settled(seen.epoch(), seen.floor(), seen.floor(), seen.head(), null);
    }

    /** What is known after one more snapshot of the same log. */
    Settled with(Observation seen) {
        long to = Math.max(upTo, seen.floor());
        if (barrier != null && seen.oldestRunning() >= barrier.transaction) {
            to = Math.max(to, barrier.upTo);
        }
        if (seen.base() <= to) {
            to = Math.max(to, visibleFrom(to, seen));
        }
        Barrier left = barrier == null || barrier.upTo <= to ? null : barrier;
        return new Settled(epoch, Math.max(floor, seen.floor()), to, Math.max(head, seen.head()), left);
    }

    /** Holes up to the greatest position seen wait for a transaction id that was taken since. */
    Settled waitingFor(long headSeenBefore, long transaction) {
        if (barrier != null || headSeenBefore <= upTo) {
            return this;
        }
        return new Settled(epoch, floor, upTo, head, new Barrier(headSeenBefore, transaction));
    }

    /** The head is at least here. */
    Settled withHead(long position) {
        return new Settled(epoch, floor, upTo, position, barrier);
    }

    /** Whether holes are known that wait for nothing yet. */
    boolean needsBarrier() {
        return barrier == null && head > upTo;
    }

    private static long visibleFrom(long settled, Observation seen) {
        for (Range gap : seen.gaps()) {
            if (gap.last() > settled) {
                return gap.first() - 1;
            }
        }
        return seen.seen();
    }
}
