package org.statehouse.state;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the one memory of rows of the node. */
@ApplicationScoped
class RecentRowsProducer {

    @Inject
    @ConfigProperty(name = "statehouse.recent-rows-bytes", defaultValue = "33554432")
    long maxBytes;

    @Produces
    @Singleton
    RecentRows recentRows() {
        return new RecentRows(maxBytes);
    }

    /** A value out of its range stops the start, not the first request. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object started) {
        RecentRows.requireInRange(maxBytes);
    }
}
