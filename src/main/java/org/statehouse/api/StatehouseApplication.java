package org.statehouse.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS application: every resource of the WAR, below {@code /api}. */
@ApplicationPath("/api")
public class StatehouseApplication extends Application {}
