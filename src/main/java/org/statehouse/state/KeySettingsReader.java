package org.statehouse.state;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of Idempotency-Keys once. */
@ApplicationScoped
class KeySettingsReader {

    @Inject
    @ConfigProperty(name = "statehouse.idempotency-wait", defaultValue = "5000")
    int waitMillis;

    @Inject
    @ConfigProperty(name = "statehouse.idempotency-max-bytes", defaultValue = "4194304")
    int maxBytes;

    @Inject
    @ConfigProperty(name = "statehouse.idempotency-retention", defaultValue = "86400")
    int retentionSeconds;

    @Produces
    @Singleton
    KeySettings read() {
        return new KeySettings(waitMillis, maxBytes, retentionSeconds);
    }

    /** A value out of its range stops the start, not the first request. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object started, KeySettings settings) {
        if (settings.waitMillis() != waitMillis) {
            throw new IllegalStateException("The settings were read twice");
        }
    }
}
