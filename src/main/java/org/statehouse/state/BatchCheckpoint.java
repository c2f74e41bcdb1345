package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;

/** Keeps how far an import has come, in the transaction that wrote the batch. Runs again when the batch does. */
@FunctionalInterface
public interface BatchCheckpoint {
    void save(Connection connection, BatchResult result) throws SQLException;
}
