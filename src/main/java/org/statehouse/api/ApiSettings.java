package org.statehouse.api;

import org.statehouse.database.StartFailure;

/**
 * Limits of the HTTP edge.
 *
 * @param maxBodyBytes {@code statehouse.max-body-bytes}: bytes that a JSON body may have, 1 KiB to 64 MiB
 */
record ApiSettings(int maxBodyBytes) {

    private static final int MIN = 1 << 10;
    private static final int MAX = 64 << 20;

    ApiSettings {
        if (maxBodyBytes < MIN || maxBodyBytes > MAX) {
            throw new StartFailure("STATEHOUSE_MAX_BODY_BYTES (statehouse.max-body-bytes) is " + maxBodyBytes
                    + ". Set it to a number from " + MIN + " to " + MAX + ".");
        }
    }
}
