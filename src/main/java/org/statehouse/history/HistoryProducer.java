package org.statehouse.history;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.statehouse.database.Database;
import org.statehouse.log.Moments;
import org.statehouse.log.PastNames;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.state.CatalogRuns;

/** Makes the readers of what was. */
@Dependent
class HistoryProducer {

    @Produces
    @Singleton
    RecordHistory recordHistory(Database database, CatalogRuns catalogs, PastCatalogs past) {
        return new RecordHistory(database.dataSource(), catalogs, new PastNames(past));
    }

    @Produces
    @Singleton
    PastReads pastReads(Database database, Moments moments, CatalogRuns catalogs) {
        return new PastReads(database.dataSource(), moments, catalogs);
    }
}
