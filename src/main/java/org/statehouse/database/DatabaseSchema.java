package org.statehouse.database;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Makes the database fit for use before anything else runs.
 *
 * <p>Whoever reads or writes tables at start says {@code @DependsOn("DatabaseSchema")}.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class DatabaseSchema {
    private final Database database;

    /** For the container's proxy. */
    protected DatabaseSchema() {
        this(new Database());
    }

    @Inject
    public DatabaseSchema(Database database) {
        this.database = database;
    }

    /** Checks the durability of the database and brings its tables up to date; fails the deployment otherwise. */
    @PostConstruct
    void prepare() {
        DataSource dataSource = database.dataSource();
        try (Connection connection = dataSource.getConnection()) {
            Durability.check(connection);
        } catch (SQLException e) {
            throw new StartFailure(unreachable(e), e);
        }
        try {
            Migration.run(dataSource);
        } catch (SQLException e) {
            throw new StartFailure("The platform's tables cannot be brought up to date: " + e.getMessage(), e);
        }
    }

    private static String unreachable(SQLException e) {
        return "The database cannot be used: " + innermost(e)
                + "\nCheck STATEHOUSE_DB_URL, STATEHOUSE_DB_USER and STATEHOUSE_DB_PASSWORD, and that it is running.";
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last == failure
                ? String.valueOf(failure.getMessage())
                : last.getMessage() + " (" + failure.getMessage() + ")";
    }
}
