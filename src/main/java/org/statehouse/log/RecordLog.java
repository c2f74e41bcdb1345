package org.statehouse.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one record, read by its versions. A plain read of the database: what was acknowledged is seen at once, and
 * nobody waits for the prefix. Ids are given as text in their canonical form.
 */
public final class RecordLog {

    private static final String COLUMNS = """
            SELECT l.position, l.ordinal, l.at, NULL AS type, l.model, l.record_id, l.version, l.op, l.image, l.before,
                   l.links, l.actor, l.request, l.origin, l.catalog, s.epoch
              FROM statehouse.change_log l JOIN statehouse.log_state s ON s.single
             WHERE l.model = ? AND l.record_id = ? AND l.version
            """;
    private static final String BELOW = COLUMNS + " < ? ORDER BY l.version DESC LIMIT ?";
    private static final String LINKS = """
            SELECT l.links FROM statehouse.change_log l
             WHERE l.model = ? AND l.record_id = ? AND l.version > ? AND l.version <= ? AND l.links IS NOT NULL
             ORDER BY l.version
            """;
    private static final String ONE = COLUMNS + " = ?";
    private static final String ENDS = "SELECT EXISTS (SELECT 1 FROM statehouse.change_log l"
            + " WHERE l.model = ? AND l.record_id = ? AND l.version > ? AND l.image IS NULL)";
    private static final String ANY = COLUMNS + " > 0 LIMIT 1";
    private static final int EPOCH = 16;

    private RecordLog() {}

    /** The newest changes below a version, the newest first. */
    public static List<LogEntry> below(Connection connection, int model, String id, long version, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(BELOW)) {
            bind(select, model, id, version);
            select.setInt(4, limit);
            return read(select);
        }
    }

    /** The links that came and went after one version and up to another, as {@link Change#links} of each, in order. */
    public static List<String> links(Connection connection, int model, String id, long after, long upTo)
            throws SQLException {
        List<String> links = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(LINKS)) {
            bind(select, model, id, after);
            select.setLong(4, upTo);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    links.add(rows.getString(1));
                }
            }
        }
        return links;
    }

    /** The change that made a version, or null when it is not kept or never was. */
    public static @Nullable LogEntry find(Connection connection, int model, String id, long version)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            bind(select, model, id, version);
            List<LogEntry> found = read(select);
            return found.isEmpty() ? null : found.get(0);
        }
    }

    /** Whether the record was deleted for good after a version; it may have been created again since. */
    public static boolean endsAfter(Connection connection, int model, String id, long version) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ENDS)) {
            bind(select, model, id, version);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Whether any change of the record is kept. */
    public static boolean knows(Connection connection, int model, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ANY)) {
            select.setInt(1, model);
            select.setString(2, id);
            return !read(select).isEmpty();
        }
    }

    private static void bind(PreparedStatement select, int model, String id, long version) throws SQLException {
        select.setInt(1, model);
        select.setString(2, id);
        select.setLong(3, version);
    }

    private static List<LogEntry> read(PreparedStatement select) throws SQLException {
        List<LogEntry> entries = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                UUID epoch = rows.getObject(EPOCH, UUID.class);
                entries.add(PageRows.entry(rows, 1, (position, ordinal, at) -> Cursor.upTo(epoch, position, at)));
            }
        }
        return entries;
    }

    /** Makes the cursor of an entry. */
    @FunctionalInterface
    interface Cursors {
        Cursor after(long position, int ordinal, OffsetDateTime at);
    }
}
