package org.statehouse.admin;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.statehouse.metadata.MetadataEngine;
import org.statehouse.metadata.MetadataStatus;
import org.statehouse.problem.ProblemException;

/** UP when a catalog serves. Its data say which one, and why the files' catalog is not the one that serves. */
@Readiness
@Dependent
public class MetadataServed implements HealthCheck {

    /** Faults that the answer has; the log has all of them. */
    private static final int MAX_FAULTS = 20;

    private final MetadataEngine engine;

    @Inject
    public MetadataServed(MetadataEngine engine) {
        this.engine = engine;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("metadata");
        try {
            MetadataStatus status = engine.status();
            answer.withData("catalog", status.version());
            if (!status.faults().isEmpty()) {
                answer.withData(
                        "faults",
                        String.join(
                                "\n", status.faults().stream().limit(MAX_FAULTS).toList()));
            }
            return answer.up().build();
        } catch (ProblemException starting) {
            return answer.down().build();
        }
    }
}
