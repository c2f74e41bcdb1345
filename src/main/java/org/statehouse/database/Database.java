package org.statehouse.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Gives connections to the one PostgreSQL that is the truth. */
@ApplicationScoped
public class Database {
    @Resource(lookup = StatehouseDataSource.NAME)
    private @Nullable DataSource dataSource;

    /**
     * The pool, which takes part in JTA transactions; without one its connections commit each statement.
     *
     * <p>Taking a connection waits up to 5 s for a free one and fails with an exception that
     * {@link SqlStates#isConnectionLost} recognises.
     */
    public DataSource dataSource() {
        return new PooledConnections(Objects.requireNonNull(dataSource, "not injected"));
    }

    /** True if a connection can be had and the database answers on it within a number of seconds. */
    public boolean answers(int seconds) {
        try (Connection connection = dataSource().getConnection()) {
            return connection.isValid(seconds);
        } catch (SQLException e) {
            return false;
        }
    }
}
