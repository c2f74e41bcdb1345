package org.statehouse.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Several reads that see one moment. */
final class ReadTransaction {

    private ReadTransaction() {}

    /** What is read. */
    @FunctionalInterface
    interface Reads<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs reads that are one statement, on a connection that commits each. */
    static <T> T single(DataSource dataSource, Reads<T> reads) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return reads.run(connection);
        }
    }

    /** Runs reads in one REPEATABLE READ transaction, which ends by a roll-back: there is nothing to keep. */
    static <T> T snapshot(DataSource dataSource, Reads<T> reads) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement begin = connection.createStatement()) {
                begin.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                return reads.run(connection);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }
}
