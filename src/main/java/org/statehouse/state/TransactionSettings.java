package org.statehouse.state;

import org.statehouse.database.StartFailure;

/**
 * Limits of units of work; each is less than the driver waits for an answer.
 *
 * @param timeoutMillis {@code statehouse.transaction-timeout}: milliseconds that a unit of work may take with all its
 *     retries, 100 to 240,000
 * @param importTimeoutMillis {@code statehouse.import-timeout}: the same for one transaction of an import, for which nobody
 *     waits, 1,000 to 240,000
 */
record TransactionSettings(long timeoutMillis, long importTimeoutMillis) {

    private static final long MAX = 240_000;

    TransactionSettings {
        require("TRANSACTION_TIMEOUT", "transaction-timeout", timeoutMillis, 100);
        require("IMPORT_TIMEOUT", "import-timeout", importTimeoutMillis, 1_000);
    }

    private static void require(String variable, String property, long millis, long min) {
        if (millis < min || millis > MAX) {
            throw new StartFailure("STATEHOUSE_" + variable + " (statehouse." + property + ") is " + millis
                    + ". Set it to a number from " + min + " to " + MAX + ".");
        }
    }
}
