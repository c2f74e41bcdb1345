package org.statehouse.log;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the log, in the transaction that made the changes and as its last act: after the draw nothing may wait for a
 * lock, else positions of one record could come in another order than its versions. Holds nothing; safe for all threads.
 */
public final class EventLog {

    private static final String APPEND_CHANGES = """
            WITH d AS MATERIALIZED (SELECT x."position", x.at FROM statehouse.draw_position(?, ?) x),
                 appended AS (
            %s
            SELECT d."position", r.ordinal, d.at, r.model, r.record_id, r.version, r.op, r.image::jsonb, r.before::jsonb,
                   r.links::jsonb, r.actor, r.request, r.origin, r.catalog
              FROM d, unnest(?::int[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                             ?::text[], ?::text[], ?::text[], ?::bigint[])
                WITH ORDINALITY AS r(model, record_id, version, op, image, before, links, actor, request, origin,
                                     catalog, ordinal))
            SELECT d."position", d.at FROM d
            """.formatted(LogSql.INSERT);

    private static final String APPEND_EVENT = """
            WITH d AS MATERIALIZED (SELECT x."position", x.at FROM statehouse.draw_position(1, null) x)
            INSERT INTO statehouse.change_log (position, ordinal, at, type, actor, catalog)
            SELECT d."position", 1, d.at, ?, ?, ? FROM d RETURNING position, at
            """;

    /**
     * Appends all changes of the transaction under one position, in their order.
     *
     * @param changes one at least
     * @param written the latest {@code updatedAt} that the transaction wrote
     */
    public Position append(Connection connection, List<Change> changes, OffsetDateTime written) throws SQLException {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("A transaction that changes nothing has no position");
        }
        try (PreparedStatement append = connection.prepareStatement(APPEND_CHANGES)) {
            append.setLong(1, changes.size());
            append.setObject(2, written);
            Columns columns = new Columns(connection, append, changes, 3);
            columns.add("int4", Change::model);
            columns.add("text", Change::recordId);
            columns.add("int8", Change::version);
            columns.add("text", change -> change.op().word());
            columns.add("text", Change::image);
            columns.add("text", Change::before);
            columns.add("text", Change::links);
            columns.add("text", Change::actor);
            columns.add("text", Change::request);
            columns.add("text", Change::origin);
            columns.add("int8", Change::catalog);
            return drawn(append);
        }
    }

    /** Appends something that is not a change of a record, such as {@code catalog.published}. */
    Position append(Connection connection, String type, String actor, long catalog) throws SQLException {
        try (PreparedStatement append = connection.prepareStatement(APPEND_EVENT)) {
            append.setString(1, type);
            append.setString(2, actor);
            append.setLong(3, catalog);
            return drawn(append);
        }
    }

    /** The position and time in the first two columns of the current row of an answer. */
    public static Position read(ResultSet row, int first) throws SQLException {
        OffsetDateTime at = row.getObject(first + 1, OffsetDateTime.class);
        return new Position(row.getLong(first), at.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static Position drawn(PreparedStatement append) throws SQLException {
        try (ResultSet rows = append.executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException("The append returned no position");
            }
            return read(rows, 1);
        }
    }

    /** Binds one array a column. */
    private static final class Columns {
        private final Connection connection;
        private final PreparedStatement statement;
        private final List<Change> changes;
        private int parameter;

        Columns(Connection connection, PreparedStatement statement, List<Change> changes, int first) {
            this.connection = connection;
            this.statement = statement;
            this.changes = changes;
            this.parameter = first;
        }

        void add(String type, Function<Change, @Nullable Object> value) throws SQLException {
            @Nullable Object[] values = changes.stream().map(value).toArray();
            Array array = connection.createArrayOf(type, values);
            statement.setArray(parameter++, array);
        }
    }
}
