package org.statehouse.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Publishes checked files: plan, DDL, the catalog's row and its entry in the log in one transaction, or nothing of it.
 * Nodes take turns by a lock in the database and plan under it, so that each plans against what is in force.
 */
final class Publication {

    /** How long one attempt waits for each table's lock; the writers behind it wait as long. */
    private static final String LOCK_TIMEOUT = "3s";

    /** How long a node waits for its turn, while another publishes. */
    private static final String TURN_TIMEOUT = "300s";

    private static final int ATTEMPTS = 10;

    /** lock_not_available, deadlock_detected. */
    private static final Set<String> AGAIN = Set.of("55P03", "40P01");

    private final DataSource dataSource;
    private final CatalogJournal journal;

    Publication(DataSource dataSource, CatalogJournal journal) {
        this.dataSource = dataSource;
        this.journal = journal;
    }

    /**
     * What came of it.
     *
     * @param catalog in force afterwards, null when there is none
     * @param published whether this call has put it in force
     * @param faults why the files' catalog is not in force, when it is not
     */
    record Outcome(@Nullable Catalog catalog, boolean published, List<String> faults) {}

    /** The catalog in force, if any. */
    Optional<Catalog> current() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return CatalogStore.published(connection).map(CatalogStore.Published::catalog);
        }
    }

    /** The version in force; 0 before the first publication. */
    long head() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return CatalogStore.head(connection);
        }
    }

    /** Puts the checked files in force, unless they are already, or the way to them is not supported. */
    Outcome publish(CheckedCatalog checked) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return attempt(connection, checked);
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS || !AGAIN.contains(String.valueOf(failure.getSQLState()))) {
                    throw failure;
                }
            }
        }
    }

    private Outcome attempt(Connection connection, CheckedCatalog checked) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Outcome outcome = within(connection, checked);
            if (outcome.published()) {
                connection.commit();
            } else {
                connection.rollback();
            }
            return outcome;
        } catch (SQLException | RuntimeException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private Outcome within(Connection connection, CheckedCatalog checked) throws SQLException {
        takeTurn(connection);
        Optional<CatalogStore.Published> stored = CatalogStore.published(connection);
        Catalog before = stored.map(CatalogStore.Published::catalog).orElse(null);
        if (before != null && before.hash().equals(checked.hash())) {
            return new Outcome(before, false, List.of());
        }
        Numbers numbers =
                stored.map(CatalogStore.Published::numbers).orElse(Numbers.NONE).extendedFor(checked);
        Catalog next = checked.numbered(before == null ? 1 : before.version() + 1, numbers);
        SchemaPlan plan = SchemaPlan.between(before, next);
        if (!plan.faults().isEmpty()) {
            return new Outcome(before, false, plan.faults());
        }
        execute(connection, plan);
        CatalogStore.publish(connection, next, checked.sources(), numbers);
        journal.published(connection, next);
        return new Outcome(next, true, List.of());
    }

    /** Indexes over large tables take longer than other statements may, and so may the wait for the node before. */
    private static void takeTurn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0");
            statement.execute("SET LOCAL lock_timeout = '" + TURN_TIMEOUT + "'");
        }
        CatalogStore.lock(connection);
    }

    private static void execute(Connection connection, SchemaPlan plan) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
            for (Map.Entry<String, SchemaPlan.Lock> lock : plan.locks().entrySet()) {
                statement.execute(lock.getValue().statement(lock.getKey()));
            }
            for (String sql : plan.statements()) {
                statement.execute(sql);
            }
        }
    }
}
