package org.statehouse.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The JAX-RS application: every resource of the WAR, below {@code /api}. */
@ApplicationPath("/api")
public class StatehouseApplication extends Application {

    /**
     * Without Jersey's own description of the resources, which names methods of classes, and without Bean Validation of their
     * methods, which have no constraints.
     */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true, "jersey.config.beanValidation.disable.server", true);
    }
}
