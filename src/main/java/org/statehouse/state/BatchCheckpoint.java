package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Keeps how far an import has come, in the transaction that wrote the batch. Runs again when the batch does. */
@FunctionalInterface
public interface BatchCheckpoint {
    void save(Connection connection, int written, List<BatchRow.Fault> faults) throws SQLException;
}
