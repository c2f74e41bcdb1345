package org.statehouse.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Brings the platform's tables up to date, with Liquibase: each package that has tables has its change log
 * {@code liquibase/<package>.xml} on the class path, and all of them are run as one.
 *
 * <p>An advisory lock of PostgreSQL makes nodes that start together take turns; it is gone when its holder is. Under it
 * Liquibase's own lock, which outlives a killed holder, is of no use and is freed.
 */
public final class Migration {
    /** The PostgreSQL schema of all tables of the platform. */
    public static final String SCHEMA = "statehouse";

    private static final String CHANGE_LOG = "liquibase/all.xml";

    /** A change set may take long, and so may the wait for another node. */
    private static final String PATIENT = "SET statement_timeout = 0; SET lock_timeout = '300s'";

    private static final String AS_BEFORE = "RESET statement_timeout; RESET lock_timeout";

    private static final long LOCK = 0x5374617465686f75L;

    private Migration() {}

    /**
     * Runs the change sets that have not run yet; waits up to 5 min for another node that does the same.
     *
     * @throws StartFailure if a change set fails
     */
    public static void run(DataSource dataSource) throws SQLException {
        try (Connection turn = dataSource.getConnection();
                Statement statement = turn.createStatement()) {
            statement.execute(PATIENT);
            try (ResultSet row = statement.executeQuery("SELECT pg_advisory_lock(" + LOCK + ")")) {
                row.next();
            }
            try {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
                update(dataSource);
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
                statement.execute(AS_BEFORE);
            }
        }
    }

    private static void update(DataSource dataSource) throws SQLException {
        ClassLoader loader = Migration.class.getClassLoader();
        try (Connection connection = dataSource.getConnection();
                PostgresDatabase database = new PostgresDatabase()) {
            execute(connection, PATIENT);
            connection.setAutoCommit(false);
            database.setConnection(new Nameless(connection));
            database.setDefaultSchemaName(SCHEMA);
            database.setLiquibaseSchemaName(SCHEMA);
            Map<String, Object> quietly =
                    Map.of(Scope.Attr.ui.name(), new LoggerUIService(), "liquibase.analytics.enabled", "false");
            try {
                Scope.child(quietly, () -> {
                    update(new Liquibase(CHANGE_LOG, new ClassLoaderResourceAccessor(loader), database));
                });
            } finally {
                restore(connection);
            }
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw new StartFailure("The platform's tables cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    /** Gives a connection back as it came, or not at all; that must not hide what went wrong before. */
    private static void restore(Connection connection) throws SQLException {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
            execute(connection, AS_BEFORE);
        } catch (SQLException broken) {
            connection.abort(Runnable::run);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void update(Liquibase liquibase) throws LiquibaseException {
        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
        liquibase.forceReleaseLocks();
        liquibase.update(new Contexts(), new LabelExpression());
    }

    /** Liquibase looks through the address of a connection for secrets each time that it speaks of it: half of its time. */
    private static final class Nameless extends JdbcConnection {
        Nameless(Connection connection) {
            super(connection);
        }

        @Override
        public String getURL() {
            return "jdbc:postgresql:";
        }
    }
}
