package org.statehouse.state;

import org.statehouse.database.StartFailure;

/**
 * Limits of units of work.
 *
 * @param timeoutMillis {@code statehouse.transaction-timeout}: milliseconds that a unit of work may take with all its
 *     retries, 100 to 240,000; less than the driver waits for an answer
 */
record TransactionSettings(long timeoutMillis) {

    private static final long MIN = 100;
    private static final long MAX = 240_000;

    TransactionSettings {
        if (timeoutMillis < MIN || timeoutMillis > MAX) {
            throw new StartFailure("STATEHOUSE_TRANSACTION_TIMEOUT (statehouse.transaction-timeout) is " + timeoutMillis
                    + ". Set it to a number from " + MIN + " to " + MAX + ".");
        }
    }
}
