package org.statehouse.state;

/**
 * Counts what becomes of requests with an Idempotency-Key. It is called by the threads that write, so it may neither wait
 * nor throw.
 */
public interface KeyMeter {

    /** A write is committed, and its answer with it. */
    void kept();

    /** A request was given the answer of an earlier one. */
    void replayed();

    /** A request was refused: its key had come with another one. */
    void mismatched();

    /** A request was refused because its twin took too long. */
    void stillInProgress();

    /** Answers were old enough to be forgotten. */
    void forgotten(int answers);
}
