package org.statehouse.cluster;

import java.nio.file.Path;
import org.statehouse.database.StartFailure;

/**
 * What a node knows of itself and of others.
 *
 * @param data {@code statehouse.data}: the folder that keeps its name
 * @param cluster {@code statehouse.cluster}: the name of its cluster, or {@code off}
 * @param lostAfterSeconds {@code statehouse.node-lost-after}: seconds after which a node that says nothing counts as gone, 3 to
 *     3,600
 */
record ClusterSettings(Path data, String cluster, int lostAfterSeconds) {

    ClusterSettings {
        if (lostAfterSeconds < 3 || lostAfterSeconds > 3_600) {
            throw new StartFailure("STATEHOUSE_NODE_LOST_AFTER (statehouse.node-lost-after) is " + lostAfterSeconds
                    + ". Set it to a number from 3 to 3600.");
        }
    }

    boolean isClustered() {
        return !cluster.equalsIgnoreCase("off");
    }
}
