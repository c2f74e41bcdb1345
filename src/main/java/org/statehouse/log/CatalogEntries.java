package org.statehouse.log;

import java.sql.Connection;
import java.sql.SQLException;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogJournal;

/** A publication is a change in the log: every reader learns of it in order with the changes of records. */
public final class CatalogEntries implements CatalogJournal {

    /** The type of the entry. */
    public static final String PUBLISHED = "catalog.published";

    /** Who acts when no user does. */
    private static final String SYSTEM = "system";

    private final EventLog log;

    public CatalogEntries(EventLog log) {
        this.log = log;
    }

    @Override
    public void published(Connection connection, Catalog catalog) throws SQLException {
        log.append(connection, PUBLISHED, SYSTEM, catalog.version());
    }
}
