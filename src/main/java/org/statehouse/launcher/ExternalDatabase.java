package org.statehouse.launcher;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A PostgreSQL that somebody else runs: looked at before the container is, so that its absence is said plainly. */
final class ExternalDatabase {

    private static final String TIMEOUT_SECONDS = "10";

    private ExternalDatabase() {}

    /** @throws StartFailure if no connection can be made, with PostgreSQL's or the network's own reason */
    static void require(Settings.Database database) {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
        try (Connection connection = DriverManager.getConnection(database.url(), properties)) {
            if (!connection.isValid(Integer.parseInt(TIMEOUT_SECONDS))) {
                throw new SQLException("it does not answer");
            }
        } catch (SQLException refused) {
            throw new StartFailure(
                    "The database cannot be reached: " + refused.getMessage()
                            + "\nCheck STATEHOUSE_DB_URL, STATEHOUSE_DB_USER and STATEHOUSE_DB_PASSWORD, and that it is running.",
                    refused);
        }
    }
}
