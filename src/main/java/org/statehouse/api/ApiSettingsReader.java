package org.statehouse.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of the HTTP edge once. */
@ApplicationScoped
class ApiSettingsReader {

    @Inject
    @ConfigProperty(name = "statehouse.max-body-bytes", defaultValue = "1048576")
    int maxBodyBytes;

    @Inject
    @ConfigProperty(name = "statehouse.min-position-wait", defaultValue = "5000")
    int minPositionWait;

    @Produces
    @Singleton
    ApiSettings read() {
        return new ApiSettings(maxBodyBytes, minPositionWait);
    }

    /** A value out of its range stops the start, not the first request. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object started, ApiSettings settings) {
        if (settings.maxBodyBytes() != maxBodyBytes) {
            throw new IllegalStateException("The settings were read twice");
        }
    }
}
