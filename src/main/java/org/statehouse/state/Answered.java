package org.statehouse.state;

/**
 * The answer to a write that was sent with an Idempotency-Key.
 *
 * @param replayed whether it is that of an earlier request, and nothing was done for this one
 */
public record Answered(Answer answer, boolean replayed) {}
