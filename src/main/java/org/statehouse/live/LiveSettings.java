package org.statehouse.live;

import java.util.Locale;
import org.statehouse.database.StartFailure;

/**
 * Limits of what is told live; each is the setting {@code statehouse.live-...}.
 *
 * @param pollMillis {@code poll}: milliseconds after which the log is looked at although nobody has said that there is
 *     something, 10 to 60,000
 * @param ringEntries {@code ring-entries}: changes that a node keeps in memory, 100 to 1,000,000
 * @param ringBytes {@code ring-bytes}: bytes that they may take, 64 KiB to 1 GiB
 * @param sockets {@code sockets}: sockets of a node, 1 to 100,000
 * @param streams {@code streams}: event streams of a node, 1 to 100,000
 * @param waiters {@code waiters}: requests of a node that wait for a change, 1 to 100,000
 * @param subscriptions {@code subscriptions}: subscriptions of a socket, 1 to 10,000
 * @param frameBytes {@code frame-bytes}: bytes that a frame from a client may have, 1 KiB to 16 MiB
 * @param messages {@code messages}: messages that a client may send in a second, 1 to 100,000
 * @param snapshotRows {@code snapshot-rows}: records that a snapshot may have, 1 to 1,000,000
 * @param snapshots {@code snapshots}: snapshots that a node has in memory at once, 1 to 1,000
 * @param outboxBytes {@code outbox-bytes}: bytes that wait for one client before it is told no more, 16 KiB to 64 MiB
 * @param maxBehind {@code max-behind}: positions that a subscription may be behind before it must begin anew, 100 to 1e9
 * @param heartbeatMillis {@code heartbeat}: milliseconds after which a client hears something, 100 to 120,000
 * @param stallMillis {@code stall}: milliseconds after which a client that takes nothing is cut off, 100 to 600,000
 */
public record LiveSettings(
        int pollMillis,
        int ringEntries,
        int ringBytes,
        int sockets,
        int streams,
        int waiters,
        int subscriptions,
        int frameBytes,
        int messages,
        int snapshotRows,
        int snapshots,
        int outboxBytes,
        int maxBehind,
        int heartbeatMillis,
        int stallMillis) {

    public LiveSettings {
        check("poll", pollMillis, 10, 3_600_000);
        check("ring-entries", ringEntries, 100, 1_000_000);
        check("ring-bytes", ringBytes, 1 << 16, 1 << 30);
        check("sockets", sockets, 1, 100_000);
        check("streams", streams, 1, 100_000);
        check("waiters", waiters, 1, 100_000);
        check("subscriptions", subscriptions, 1, 10_000);
        check("frame-bytes", frameBytes, 1 << 10, 1 << 24);
        check("messages", messages, 1, 100_000);
        check("snapshot-rows", snapshotRows, 1, 1_000_000);
        check("snapshots", snapshots, 1, 1_000);
        check("outbox-bytes", outboxBytes, 1 << 14, 1 << 26);
        check("max-behind", maxBehind, 100, 1_000_000_000);
        check("heartbeat", heartbeatMillis, 100, 120_000);
        check("stall", stallMillis, 100, 600_000);
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            String property = "statehouse.live-" + name;
            String variable =
                    property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            throw new StartFailure(variable + " (" + property + ") is " + value + ". Set it to a number from " + min
                    + " to " + max + ".");
        }
    }
}
