package org.statehouse.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of {@link ClusterSettings}, once. */
@ApplicationScoped
class ClusterSettingsReader {

    @Inject
    @ConfigProperty(name = "statehouse.data", defaultValue = "data")
    @SuppressWarnings("NullAway.Init") // the container sets it
    String data;

    @Inject
    @ConfigProperty(name = "statehouse.cluster", defaultValue = "off")
    @SuppressWarnings("NullAway.Init")
    String cluster;

    @Inject
    @ConfigProperty(name = "statehouse.node-lost-after", defaultValue = "30")
    int lostAfterSeconds;

    @Produces
    @Singleton
    ClusterSettings read() {
        return new ClusterSettings(Path.of(data), cluster, lostAfterSeconds);
    }
}
