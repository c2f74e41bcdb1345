package org.statehouse.api;

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
            throw new IllegalArgumentException("statehouse.max-body-bytes is " + maxBodyBytes + "; it must be from "
                    + MIN + " to " + MAX + " bytes");
        }
    }
}
