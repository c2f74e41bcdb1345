package org.statehouse.log;

import java.time.Duration;

/**
 * How far this node is behind the log.
 *
 * @param head the greatest visible position
 * @param prefix up to here changes are delivered
 * @param oldestWriter how long the oldest writing transaction in the same PostgreSQL has been running; holes wait for it
 */
public record LogStatus(long head, long prefix, Duration oldestWriter) {

    /** Positions that are visible or open and not delivered yet. */
    public long lag() {
        return head - prefix;
    }
}
