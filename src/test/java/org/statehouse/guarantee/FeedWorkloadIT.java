package org.statehouse.guarantee;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** Followers of one node; {@code mvn verify -Pcrash} has a thousand of them. */
class FeedWorkloadIT {

    private static final int FOLLOWERS = Integer.getInteger("statehouse.crash.followers", 200);

    @Test
    void followers_lose_nothing_hear_nothing_twice_and_all_in_order() throws Exception {
        new FeedStorm(List.of(Server.shared()), FOLLOWERS).rage();
    }
}
