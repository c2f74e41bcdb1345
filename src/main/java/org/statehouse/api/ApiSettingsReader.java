package org.statehouse.api;

import jakarta.enterprise.context.ApplicationScoped;
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

    @Produces
    @Singleton
    ApiSettings read() {
        return new ApiSettings(maxBodyBytes);
    }
}
