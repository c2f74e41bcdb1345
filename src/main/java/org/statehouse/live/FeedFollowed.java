package org.statehouse.live;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.statehouse.log.LogFeed;
import org.statehouse.problem.ProblemException;

/** UP while this node follows the log. Its data say how far what it has handed out is behind what it has seen. */
@Readiness
@Dependent
public class FeedFollowed implements HealthCheck {

    private final Tail tail;
    private final Dispatcher dispatcher;
    private final LogFeed log;

    @Inject
    FeedFollowed(Tail tail, Dispatcher dispatcher, LogFeed log) {
        this.tail = tail;
        this.dispatcher = dispatcher;
        this.log = log;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named("feed")
                    .status(tail.isFollowing())
                    .withData("behind", log.behind(dispatcher.upTo()))
                    .build();
        } catch (ProblemException starting) {
            return HealthCheckResponse.down("feed");
        }
    }
}
