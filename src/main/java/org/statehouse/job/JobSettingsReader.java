package org.statehouse.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of imports once. */
@ApplicationScoped
class JobSettingsReader {

    @Inject
    @ConfigProperty(name = "statehouse.data", defaultValue = "data")
    @SuppressWarnings("NullAway.Init") // the container sets it
    String data;

    @Inject
    @ConfigProperty(name = "statehouse.import-max-bytes", defaultValue = "4294967296")
    long maxBytes;

    @Inject
    @ConfigProperty(name = "statehouse.import-max-queued", defaultValue = "100")
    int maxQueued;

    @Inject
    @ConfigProperty(name = "statehouse.import-max-atomic-rows", defaultValue = "10000")
    int maxAtomicRows;

    @Produces
    @Singleton
    JobSettings read() {
        return new JobSettings(Path.of(data), maxBytes, maxQueued, maxAtomicRows);
    }
}
