package org.statehouse.guarantee;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.statehouse.log.Change;
import org.statehouse.log.EventLog;
import org.statehouse.log.Position;

/** A transaction that writes rows, appends to the log as its last act, and can be left standing at any step. */
final class Unit implements AutoCloseable {

    private final Connection connection;
    private final EventLog log;
    private final List<Change> changes = new ArrayList<>();
    private final List<Seen> drawn = new ArrayList<>();
    private OffsetDateTime written = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    Unit(Connection connection, EventLog log) {
        this.connection = connection;
        this.log = log;
    }

    Connection connection() {
        return connection;
    }

    Unit create(String id) throws SQLException {
        return write(
                "INSERT INTO item VALUES (?, 1, clock_timestamp()) RETURNING version, \"updatedAt\"",
                id,
                Change.Op.CREATE);
    }

    /** Locks the row and writes what follows its version. */
    Unit update(String id) throws SQLException {
        return write(
                "UPDATE item SET version = version + 1,"
                        + " \"updatedAt\" = greatest(clock_timestamp(), \"updatedAt\" + interval '1 microsecond')"
                        + " WHERE id = ? RETURNING version, \"updatedAt\"",
                id,
                Change.Op.UPDATE);
    }

    private Unit write(String sql, String id, Change.Op op) throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setString(1, id);
            try (ResultSet row = write.executeQuery()) {
                row.next();
                changes.add(Lab.change(id, row.getLong(1), op));
                OffsetDateTime at = row.getObject(2, OffsetDateTime.class);
                written = at.isAfter(written) ? at : written;
            }
        }
        return this;
    }

    /** A change that is in the log alone. */
    Unit logOnly(String id) {
        changes.add(Lab.change(id, 1, Change.Op.CREATE));
        return this;
    }

    /** The transaction gets its id, without writing. */
    Unit takeTransactionId() throws SQLException {
        try (PreparedStatement take = connection.prepareStatement("SELECT pg_current_xact_id()")) {
            take.executeQuery().close();
        }
        return this;
    }

    Savepoint savepoint() throws SQLException {
        return connection.setSavepoint();
    }

    /** Undoes what came after the savepoint, and forgets its changes. */
    void rollback(Savepoint savepoint, int keep) throws SQLException {
        connection.rollback(savepoint);
        changes.subList(keep, changes.size()).clear();
        drawn.clear();
    }

    int size() {
        return changes.size();
    }

    /** The draw: from here on the transaction only commits or rolls back. */
    Unit append() throws SQLException {
        Position position = log.append(connection, changes, written);
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            drawn.add(new Seen(position.position(), i + 1, change.recordId(), change.version()));
        }
        return this;
    }

    /** Commits; gives what readers must see. */
    List<Seen> commit() throws SQLException {
        connection.commit();
        return List.copyOf(drawn);
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Rolls back what was not committed. */
    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
