package org.statehouse.job;

import java.nio.file.Path;
import java.util.Locale;
import org.statehouse.database.StartFailure;

/**
 * Limits of imports.
 *
 * @param data {@code statehouse.data}: the folder that keeps files until they are imported
 * @param maxBytes {@code statehouse.import-max-bytes}: bytes that a file may have, 1 KiB to 1 TiB
 * @param maxQueued {@code statehouse.import-max-queued}: imports that may wait on a node, 1 to 10,000
 * @param maxAtomicRows {@code statehouse.import-max-atomic-rows}: rows that an atomic import or a dry run may have, 1 to
 *     100,000
 */
record JobSettings(Path data, long maxBytes, int maxQueued, int maxAtomicRows) {

    JobSettings {
        require("import-max-bytes", maxBytes, 1L << 10, 1L << 40);
        require("import-max-queued", maxQueued, 1, 10_000);
        require("import-max-atomic-rows", maxAtomicRows, 1, 100_000);
    }

    private static void require(String key, long value, long min, long max) {
        if (value < min || value > max) {
            String variable = "STATEHOUSE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
            throw new StartFailure(variable + " (statehouse." + key + ") is " + value + ". Set it to a number from "
                    + min + " to " + max + ".");
        }
    }
}
