package org.statehouse.api;

import org.statehouse.database.StartFailure;

/**
 * Limits of the HTTP edge.
 *
 * @param maxBodyBytes {@code statehouse.max-body-bytes}: bytes that a JSON body may have, 1 KiB to 64 MiB
 * @param minPositionWaitMillis {@code statehouse.min-position-wait}: milliseconds that a read waits at most for the position
 *     that it is to show, 0 to 60,000
 */
record ApiSettings(int maxBodyBytes, int minPositionWaitMillis) {

    private static final int MIN = 1 << 10;
    private static final int MAX = 64 << 20;
    private static final int MAX_WAIT = 60_000;

    ApiSettings {
        if (maxBodyBytes < MIN || maxBodyBytes > MAX) {
            throw new StartFailure("STATEHOUSE_MAX_BODY_BYTES (statehouse.max-body-bytes) is " + maxBodyBytes
                    + ". Set it to a number from " + MIN + " to " + MAX + ".");
        }
        if (minPositionWaitMillis < 0 || minPositionWaitMillis > MAX_WAIT) {
            throw new StartFailure("STATEHOUSE_MIN_POSITION_WAIT (statehouse.min-position-wait) is "
                    + minPositionWaitMillis + ". Set it to a number from 0 to " + MAX_WAIT + ".");
        }
    }
}
