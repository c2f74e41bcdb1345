package org.statehouse.metadata;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.statehouse.database.Database;

/** Gives the engine to those that only need its catalog: a session bean without an interface view has its class alone. */
@Dependent
class MetadataBeans {

    @Produces
    @Singleton
    CurrentCatalog catalogs(MetadataEngine engine) {
        return engine;
    }

    @Produces
    @Singleton
    PastCatalogs pastCatalogs(Database database) {
        return new PastCatalogs(database.dataSource());
    }
}
