package org.statehouse.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a PostgreSQL keeps what it acknowledges. */
final class Durability {
    private static final int OLDEST_VERSION = 150000;
    private static final Set<String> DURABLE_COMMIT = Set.of("on", "remote_apply");

    private Durability() {}

    /**
     * Refuses a server that is too old or could lose an acknowledged write.
     *
     * @throws StartFailure naming each setting that is wrong
     */
    static void check(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT current_setting('server_version_num')::int, current_setting('server_version'),
                               current_setting('fsync'), current_setting('synchronous_commit'),
                               current_setting('full_page_writes')""")) {
            row.next();
            if (row.getInt(1) < OLDEST_VERSION) {
                throw new StartFailure(
                        "PostgreSQL " + row.getString(2) + " is too old: Statehouse needs PostgreSQL 15 or later.");
            }
            List<String> wrong = new ArrayList<>();
            expect(wrong, "fsync", row.getString(3), Set.of("on"));
            expect(wrong, "synchronous_commit", row.getString(4), DURABLE_COMMIT);
            expect(wrong, "full_page_writes", row.getString(5), Set.of("on"));
            if (!wrong.isEmpty()) {
                throw new StartFailure("This PostgreSQL could lose acknowledged writes: " + String.join(", ", wrong)
                        + ".\nSet each to on (for the server, the database and the user), then start again.");
            }
        }
    }

    private static void expect(List<String> wrong, String name, String value, Set<String> durable) {
        if (!durable.contains(value)) {
            wrong.add(name + " = " + value);
        }
    }
}
