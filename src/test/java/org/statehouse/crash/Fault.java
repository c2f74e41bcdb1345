package org.statehouse.crash;

/** What can happen to a server and its database. */
enum Fault {
    /** SIGKILL to the server. Its database lives on and notices that nobody is there. */
    KILL_SERVER(true),
    /** SIGKILL to the first process of PostgreSQL, which the server starts again. */
    KILL_DATABASE(true),
    /** Both at once, as when the power goes. */
    KILL_BOTH(true),
    /** Every connection between them ends. */
    CUT(false),
    /** SIGSTOP to the server until PostgreSQL has given up on it, and SIGCONT. */
    FREEZE(false);

    private final boolean kill;

    Fault(boolean kill) {
        this.kill = kill;
    }

    boolean isKill() {
        return kill;
    }

    /** Whether the server's own process is over. */
    boolean endsServer() {
        return this == KILL_SERVER || this == KILL_BOTH;
    }
}
