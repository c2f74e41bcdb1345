package org.statehouse.bench;

/** What one connection asks, one request after the other. Used by one thread. */
interface Session {

    /** The next request, whole. */
    byte[] next();

    /** Takes the answer to it; gives whether it is the one that was expected. */
    boolean answered(Answer answer);
}
