package org.statehouse.admin;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatus;

/**
 * UP when the log can be read. Its data say how far this node is behind the log's end, in positions, and for how long the
 * oldest transaction that writes has been open: it is what a delay comes from.
 */
@Readiness
@Dependent
public class LogRead implements HealthCheck {

    private final LogPositions positions;

    @Inject
    public LogRead(LogPositions positions) {
        this.positions = positions;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("log");
        LogStatus status = positions.statusIfKnown();
        if (status == null) {
            return answer.down().build();
        }
        return answer.up()
                .withData("behind", status.lag())
                .withData("oldestWriterMillis", status.oldestWriter().toMillis())
                .build();
    }
}
