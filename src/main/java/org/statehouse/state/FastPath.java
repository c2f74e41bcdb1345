package org.statehouse.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.cluster.Failpoint;
import org.statehouse.log.EventLog;

/** One record, one statement, one round trip, in autocommit: the row, and its change as the last act. */
final class FastPath {

    private FastPath() {}

    /**
     * Writes a row and its change.
     *
     * @param before the old values of the changed fields, null for a create
     * @return null when nothing was written and nothing was drawn: the caller reads again to explain it
     */
    static @Nullable Outcome write(
            Connection connection,
            RowStatement statement,
            RowTarget target,
            Map<String, @Nullable Object> values,
            @Nullable String before,
            Caller caller,
            long catalogVersion)
            throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(statement.fast())) {
            int next = statement.bind(write, target, values, caller, catalogVersion);
            statement.bindAppend(write, next, before, caller, catalogVersion);
            Failpoint.RECORD_CHECKED.reach();
            try (ResultSet rows = write.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                Failpoint.RECORD_COMMITTED.reach();
                return new Outcome(statement.columns().read(rows, 3), EventLog.read(rows, 1));
            }
        }
    }
}
