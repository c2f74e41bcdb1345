package org.statehouse.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * The container's pool. While it drops connections that were found to be lost, a thread may be given an empty shell: that
 * shows as a {@link NullPointerException}. Nothing was sent on it, so
 * another is taken.
 */
record PooledConnections(DataSource pool) implements DataSource {

    private static final int ATTEMPTS = 3;
    private static final String CONNECTION_DOES_NOT_EXIST = "08003";

    /** Opens or borrows. */
    private interface Taking {
        Connection take() throws SQLException;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return take(pool::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return take(() -> pool.getConnection(user, password));
    }

    private static Connection take(Taking taking) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return taking.take();
            } catch (NullPointerException dropped) {
                if (attempt == ATTEMPTS) {
                    throw new SQLTransientConnectionException(
                            "The pool has dropped its connections", CONNECTION_DOES_NOT_EXIST, dropped);
                }
            }
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
