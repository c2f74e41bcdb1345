package org.statehouse.state;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Change;
import org.statehouse.log.EventLog;
import org.statehouse.log.Position;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Model;

/** One transaction under way: its connection, and the changes that it will append. For one thread. */
final class UnitOfWork {

    private static final String LOCK_IDS = """
            SELECT pg_advisory_xact_lock(k.key) FROM
              (SELECT DISTINCT hashtextextended(? || ':' || x.id, 0) AS key FROM unnest(?::text[]) AS x(id) ORDER BY 1) k
            """;

    private final Connection connection;
    private final Deadline deadline;
    private final UnitMeter meter;
    private final Caller caller;
    private final long catalogVersion;
    private final List<Change> changes = new ArrayList<>();
    private @Nullable OffsetDateTime written;

    UnitOfWork(Connection connection, Deadline deadline, UnitMeter meter, Caller caller, long catalogVersion) {
        this.connection = connection;
        this.deadline = deadline;
        this.meter = meter;
        this.caller = caller;
        this.catalogVersion = catalogVersion;
    }

    /**
     * The connection for the next statement.
     *
     * @throws java.sql.SQLTimeoutException when the unit has no time left
     */
    Connection connection() throws SQLException {
        deadline.check(connection);
        return connection;
    }

    Caller caller() {
        return caller;
    }

    long catalogVersion() {
        return catalogVersion;
    }

    /** A part of the unit that may fail by itself. */
    @FunctionalInterface
    interface Part {
        void run() throws SQLException;
    }

    /**
     * Runs a part from a savepoint on. When it fails, its rows and its changes are gone, those before it stay, and the
     * unit can go on; what it threw is thrown on. Two round trips more.
     */
    void savepoint(Part part) throws SQLException {
        Savepoint before = connection().setSavepoint();
        int mark = changes.size();
        long told = deadline.told();
        boolean done = false;
        try {
            part.run();
            done = true;
        } finally {
            if (done) {
                connection.releaseSavepoint(before);
            } else {
                goBack(before, mark, told);
            }
        }
    }

    /** Not by way of {@link #connection()}: after a failure the database takes nothing but this. */
    private void goBack(Savepoint before, int mark, long told) {
        try {
            connection.rollback(before);
            deadline.goneBack(told);
            changes.subList(mark, changes.size()).clear();
            meter.wentBack();
        } catch (SQLException broken) {
            // The connection is lost, which what was thrown says too, or the next statement will.
        }
    }

    /** Keeps a change for the append. */
    void changed(
            Model model,
            Object id,
            long version,
            OffsetDateTime at,
            Change.Op op,
            @Nullable String image,
            @Nullable String before,
            @Nullable String links) {
        changes.add(new Change(
                model.number(),
                id.toString(),
                version,
                op,
                image,
                before,
                links,
                caller.actor().name(),
                caller.request(),
                null,
                catalogVersion));
        written = written == null || at.isAfter(written) ? at : written;
    }

    /** The last act: appends all changes under one position. */
    @Nullable
    Position appendTo(EventLog log) throws SQLException {
        return changes.isEmpty() || written == null ? null : log.append(connection(), changes, written);
    }

    /**
     * Keeps others from creating or deleting records with these ids until the transaction ends, also where there is no row
     * that could be locked. In an order that all transactions share. Ids that the server gives never come back: those need
     * no lock.
     */
    void lockIds(Model model, Collection<?> ids) throws SQLException {
        if (model.idAssigned() == Model.IdAssigned.SERVER) {
            return;
        }
        try (PreparedStatement lock = connection().prepareStatement(LOCK_IDS)) {
            lock.setString(1, Integer.toString(model.number()));
            lock.setArray(2, textArray(ids));
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    // each row is one lock taken
                }
            }
        }
    }

    /** An array parameter of ids of one type. */
    Array array(IdType type, Collection<?> ids) throws SQLException {
        return connection.createArrayOf(type.castType(), ids.toArray());
    }

    /** An array parameter of ids as text. */
    Array textArray(Collection<?> ids) throws SQLException {
        return connection.createArrayOf(
                "text", ids.stream().map(Object::toString).toArray());
    }
}
