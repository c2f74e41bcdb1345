package org.statehouse.log;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.statehouse.database.Database;
import org.statehouse.metadata.CatalogJournal;

/** One of each on a node: what the node knows of the log is shared by all that read it. */
@Dependent
class LogBeans {

    @Produces
    @Singleton
    EventLog eventLog() {
        return new EventLog();
    }

    @Produces
    @Singleton
    CatalogJournal catalogJournal(EventLog log) {
        return new CatalogEntries(log);
    }

    @Produces
    @Singleton
    LogPositions positions(Database database) {
        return new LogPositions(database.dataSource(), LogStatements.STANDARD);
    }

    @Produces
    @Singleton
    Moments moments(Database database, LogPositions positions) {
        return new Moments(database.dataSource(), positions);
    }

    @Produces
    @Singleton
    LogFeed feed(LogReader reader, LogPositions positions) {
        return new LogFeed(reader, positions);
    }

    @Produces
    @Singleton
    LogReader reader(Database database, LogPositions positions) {
        return new LogReader(database.dataSource(), LogStatements.STANDARD, positions);
    }
}
