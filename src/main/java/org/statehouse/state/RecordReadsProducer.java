package org.statehouse.state;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.statehouse.database.Database;
import org.statehouse.log.LogPositions;
import org.statehouse.metadata.CatalogMeter;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Negotiation;
import org.statehouse.metadata.PastCatalogs;

/** Makes the readers, and the one checker, of records of the node. */
@Dependent
class RecordReadsProducer {

    @Produces
    @Singleton
    CatalogRuns catalogRuns(CurrentCatalog catalogs, PastCatalogs past, CatalogMeter meter) {
        return new CatalogRuns(catalogs, new Negotiation(past), meter);
    }

    @Produces
    @Singleton
    RecordReads recordReads(Database database, LogPositions positions, CatalogRuns catalogs, RecentRows recent) {
        return new RecordReads(database.dataSource(), positions, catalogs, recent);
    }

    @Produces
    @Singleton
    RecordChecks recordChecks(Database database, CatalogRuns catalogs) {
        return new RecordChecks(database.dataSource(), catalogs);
    }

    @Produces
    @Singleton
    RecordExports recordExports(Database database, CurrentCatalog catalogs, CatalogRuns runs) {
        return new RecordExports(database.dataSource(), catalogs, runs);
    }

    @Produces
    @Singleton
    RecordAggregates recordAggregates(Database database, LogPositions positions, CatalogRuns catalogs) {
        return new RecordAggregates(database.dataSource(), positions, catalogs);
    }
}
