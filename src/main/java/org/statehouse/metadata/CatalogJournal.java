package org.statehouse.metadata;

import java.sql.Connection;
import java.sql.SQLException;

/** Where publications are written down, in the publishing transaction and as its last act. */
public interface CatalogJournal {

    /** A catalog takes effect when the transaction commits. */
    void published(Connection connection, Catalog catalog) throws SQLException;
}
