package org.statehouse.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The JAX-RS application: every resource of the WAR, below {@code /api}. */
@ApplicationPath("/api")
public class StatehouseApplication extends Application {

    /**
     * Without Jersey's own description of the resources, which names methods of classes, and without Bean Validation of their
     * methods, which have no constraints. Bodies are read and written here: of what the container would add to each request
     * only its tracing is of use, and that only where {@code otel.sdk.disabled} is false.
     */
    @Override
    public Map<String, Object> getProperties() {
        boolean traced = !ConfigProvider.getConfig()
                .getOptionalValue("otel.sdk.disabled", Boolean.class)
                .orElse(true);
        return Map.of(
                "jersey.config.server.wadl.disableWadl",
                true,
                "jersey.config.beanValidation.disable.server",
                true,
                "jersey.config.disableAutoDiscovery",
                !traced,
                "jersey.config.disableMetainfServicesLookup",
                !traced);
    }
}
