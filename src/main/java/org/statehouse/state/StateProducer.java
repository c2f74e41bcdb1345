package org.statehouse.state;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.statehouse.database.Database;
import org.statehouse.log.EventLog;
import org.statehouse.log.LogPositions;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.session.PasswordHasher;

/** Makes the one StateManager of the node. */
@ApplicationScoped
class StateProducer {

    @Produces
    @Singleton
    StateManager stateManager(
            Database database,
            EventLog log,
            LogPositions positions,
            CurrentCatalog catalogs,
            CatalogRuns runs,
            PasswordHasher passwords,
            TransactionSettings settings,
            UnitMeter meter,
            KeptAnswers kept,
            RecentRows recent) {
        TransactionManager transactions = new TransactionManager(database.dataSource(), log, settings, meter);
        return new StateManager(
                database.dataSource(),
                transactions,
                positions,
                catalogs,
                runs,
                Clock.systemUTC(),
                passwords,
                kept,
                recent);
    }

    @Produces
    @Singleton
    KeptAnswers keptAnswers(KeySettings settings, TransactionSettings units, KeyMeter meter) {
        return new KeptAnswers(settings.within(units), meter);
    }
}
