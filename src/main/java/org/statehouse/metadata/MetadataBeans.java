package org.statehouse.metadata;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.statehouse.database.Database;

/** Makes what needs a database to be made. */
@Dependent
class MetadataBeans {

    @Produces
    @Singleton
    PastCatalogs pastCatalogs(Database database) {
        return new PastCatalogs(database.dataSource());
    }

    void keep(@Observes CatalogPublished published, PastCatalogs past) {
        past.keep(published.catalog());
    }
}
