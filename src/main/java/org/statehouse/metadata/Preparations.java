package org.statehouse.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.statehouse.cluster.Failpoint;

/**
 * Builds what a publication needs beside the tables in use, and takes away what is left of plans that failed. The caller
 * has its turn: nobody else prepares at the same time, so that all that is pending is its own or left over.
 */
final class Preparations {

    /** How long a statement waits for a lock that keeps others waiting behind it. */
    private static final String SHORT = "300ms";

    /** How long one waits that keeps nobody waiting. */
    private static final String LONG = "600s";

    private static final int ATTEMPTS = 200;
    private static final long BACK_OFF_MILLIS = 100;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";

    private static final String LEFT = """
            SELECT 'ALTER TABLE ' || c.conrelid::regclass || ' DROP CONSTRAINT IF EXISTS ' || quote_ident(c.conname)
              FROM pg_constraint c
             WHERE c.connamespace = 'public'::regnamespace AND starts_with(c.conname, '%1$s') AND c.contype IN ('c', 'f')
            UNION ALL
            SELECT 'DROP INDEX IF EXISTS public.' || quote_ident(i.relname)
              FROM pg_class i
             WHERE i.relnamespace = 'public'::regnamespace AND starts_with(i.relname, '%1$s') AND i.relkind = 'i'
            UNION ALL
            SELECT 'ALTER TABLE ' || a.attrelid::regclass || ' DROP COLUMN IF EXISTS ' || quote_ident(a.attname)
              FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
             WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND starts_with(a.attname, '%1$s')
               AND NOT a.attisdropped
            """.formatted(PendingNames.PREFIX);

    private static final String UNCHECKED = """
            SELECT 'ALTER TABLE ' || c.conrelid::regclass || ' VALIDATE CONSTRAINT ' || quote_ident(c.conname)
              FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace AND NOT c.convalidated
            """;

    private final Connection connection;

    /** @param connection in autocommit, its statements without a time-out */
    Preparations(Connection connection) {
        this.connection = connection;
    }

    /** Builds what the steps need, in their order. */
    void build(List<Assessment> steps) throws SQLException {
        for (Assessment one : steps) {
            for (Preparation preparation : one.way().before()) {
                if (preparation.rule() != null) {
                    announce(preparation.name(), preparation.rule());
                    Failpoint.RULE_ANNOUNCED.reach();
                }
                for (String statement : preparation.statements()) {
                    run(statement);
                    Failpoint.PART_BUILT.reach();
                }
            }
        }
    }

    /** Takes away what is pending. */
    void clear() throws SQLException {
        for (String statement : PlainSql.texts(connection, LEFT)) {
            run(statement);
        }
        PlainSql.execute(connection, "DELETE FROM statehouse.pending_rule");
    }

    /** Looks through the rows of constraints that were put in force without. */
    void finish() throws SQLException {
        for (String statement : PlainSql.texts(connection, UNCHECKED)) {
            run(statement);
        }
    }

    /** Before anybody can meet it. */
    private void announce(String name, Preparation.PendingRule rule) throws SQLException {
        String insert =
                "INSERT INTO statehouse.pending_rule (name, model, fields, rule, message) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, name);
            statement.setInt(2, rule.model());
            statement.setArray(3, connection.createArrayOf("text", rule.fields().toArray()));
            statement.setString(4, rule.rule());
            statement.setString(5, rule.message());
            statement.executeUpdate();
        }
    }

    private void run(String sql) throws SQLException {
        boolean keepsNobodyWaiting = sql.contains(" CONCURRENTLY ") || sql.contains(" VALIDATE CONSTRAINT ");
        PlainSql.execute(connection, "SET lock_timeout = '" + (keepsNobodyWaiting ? LONG : SHORT) + "'");
        for (int attempt = 1; ; attempt++) {
            try {
                PlainSql.execute(connection, sql);
                return;
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS || keepsNobodyWaiting || !isBusy(failure)) {
                    throw failure;
                }
                backOff();
            }
        }
    }

    /** Whether others had what it needs. */
    static boolean isBusy(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState()) || DEADLOCK.equals(failure.getSQLState());
    }

    /** Lets those through who waited behind it. */
    static void backOff() {
        long millis = BACK_OFF_MILLIS + ThreadLocalRandom.current().nextLong(BACK_OFF_MILLIS);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
