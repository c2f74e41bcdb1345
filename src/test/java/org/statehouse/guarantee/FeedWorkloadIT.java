package org.statehouse.guarantee;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** Followers of one node; {@code mvn verify -Pcrash} has a thousand of them. */
class FeedWorkloadIT {

    private static final int FOLLOWERS = Integer.getInteger("statehouse.crash.followers", 200);

    @Test
    void followers_lose_nothing_hear_nothing_twice_and_all_in_order() throws Exception {
        Path models = FeedStorm.models();
        try (Server server = Server.builder("storm").metadata(models).build().start()) {
            new FeedStorm(List.of(server), models, FOLLOWERS).rage();
        }
    }
}
