package org.statehouse.state;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of units of work once. */
@ApplicationScoped
class TransactionSettingsReader {

    @Inject
    @ConfigProperty(name = "statehouse.transaction-timeout", defaultValue = "10000")
    long timeoutMillis;

    @Inject
    @ConfigProperty(name = "statehouse.import-timeout", defaultValue = "120000")
    long importTimeoutMillis;

    @Produces
    @Singleton
    TransactionSettings read() {
        return new TransactionSettings(timeoutMillis, importTimeoutMillis);
    }

    /** A value out of its range stops the start, not the first request. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object started, TransactionSettings settings) {
        if (settings.timeoutMillis() != timeoutMillis) {
            throw new IllegalStateException("The settings were read twice");
        }
    }
}
