package org.statehouse.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.statehouse.database.Database;

/** UP if the database answers within 2 s on a connection that the pool gives. */
@Readiness
@ApplicationScoped
public class DatabaseReached implements HealthCheck {
    private static final int TIMEOUT_SECONDS = 2;

    private final Database database;

    /** For the container's proxy. */
    protected DatabaseReached() {
        this(new Database());
    }

    @Inject
    public DatabaseReached(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("database")
                .status(database.answers(TIMEOUT_SECONDS))
                .build();
    }
}
