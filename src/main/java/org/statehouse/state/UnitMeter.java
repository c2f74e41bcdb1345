package org.statehouse.state;

/**
 * Counts units of work for whoever runs the server. It is called by the threads that write, so it may neither wait nor
 * throw.
 */
public interface UnitMeter {

    /** Why something ran again. */
    enum Reason {
        DEADLOCK,
        SERIALIZATION,
        LOCK_TIMEOUT,
        FOREIGN_KEY
    }

    /** A unit of work has begun. Its later runs are no units of their own. */
    void started();

    /** It is committed, this long after it began. */
    void committed(long nanos);

    /** It is given up with nothing written, this long after it began. */
    void rolledBack(long nanos);

    /** It was given up because it took too long; {@link #rolledBack} counts it as well. */
    void timedOut();

    /** A unit, or a write of one statement, runs again as a whole. */
    void ranAgain(Reason reason);

    /** A part of a unit failed by itself: the unit went back to the savepoint before it, and goes on. */
    void wentBack();
}
