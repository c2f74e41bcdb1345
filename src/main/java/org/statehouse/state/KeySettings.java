package org.statehouse.state;

import java.util.Locale;
import org.statehouse.database.StartFailure;

/**
 * Limits of Idempotency-Keys.
 *
 * @param waitMillis {@code statehouse.idempotency-wait}: milliseconds that a request waits for its twin, 10 to 60,000
 * @param maxBytes {@code statehouse.idempotency-max-bytes}: bytes that the body of an answer that is kept may have, 1 KiB to
 *     64 MiB
 * @param retentionSeconds {@code statehouse.idempotency-retention}: seconds that an answer is kept at least, a minute to
 *     30 days
 */
record KeySettings(int waitMillis, int maxBytes, int retentionSeconds) {

    KeySettings {
        require("idempotency-wait", waitMillis, 10, 60_000);
        require("idempotency-max-bytes", maxBytes, 1 << 10, 64 << 20);
        require("idempotency-retention", retentionSeconds, 60, 30 * 24 * 60 * 60);
    }

    /** These, with a wait that ends before the time of the unit that waits: its caller is then told why. */
    KeySettings within(TransactionSettings units) {
        long wait = Math.min(waitMillis, units.timeoutMillis() * 9 / 10);
        return new KeySettings((int) wait, maxBytes, retentionSeconds);
    }

    private static void require(String key, int value, int min, int max) {
        if (value < min || value > max) {
            String variable = "STATEHOUSE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
            throw new StartFailure(variable + " (statehouse." + key + ") is " + value + ". Set it to a number from "
                    + min + " to " + max + ".");
        }
    }
}
