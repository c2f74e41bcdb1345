package org.statehouse.metadata;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.cluster.Failpoint;

/**
 * Publishes checked files: what looks through rows comes first and beside running traffic; then DDL, the catalog's row and
 * its entry in the log are one short transaction, or nothing of it. Nodes take turns by a lock in the database and plan
 * under it, so that each plans against what is in force.
 */
final class Publication {

    /** How long a publication that has begun waits for all of its tables; the writers behind it wait as long. */
    private static final long LOCKS_MILLIS = 500;

    /** How long a node waits for its turn, while another publishes. */
    private static final String TURN_TIMEOUT = "300s";

    private static final int ATTEMPTS = 100;

    /** How often it is planned anew because records came in between. */
    private static final int PLANS = 5;

    private final DataSource dataSource;
    private final CatalogJournal journal;
    private final Serving serving;
    private final ComposedFiles composed;

    Publication(DataSource dataSource, CatalogJournal journal) {
        this(dataSource, journal, new Nobody(), new ComposedFiles());
    }

    Publication(DataSource dataSource, CatalogJournal journal, Serving serving, ComposedFiles composed) {
        this.dataSource = dataSource;
        this.journal = journal;
        this.serving = serving;
        this.composed = composed;
    }

    /** The end of the publishing transaction. */
    @FunctionalInterface
    interface Commit {
        void run() throws SQLException;
    }

    /** Who asks this node for a catalog. */
    interface Serving {

        /** The catalog that serves; null for none yet. */
        @Nullable
        Catalog current();

        /** Runs the commit, and makes the catalog serve before anybody asks for it. */
        void run(Catalog next, Commit commit) throws SQLException;
    }

    private record Nobody() implements Serving {
        @Override
        public @Nullable Catalog current() {
            return null;
        }

        @Override
        public void run(Catalog next, Commit commit) throws SQLException {
            commit.run();
        }
    }

    /**
     * What came of it.
     *
     * @param catalog in force afterwards, null when there is none
     * @param published whether this call has put it in force
     * @param plan of the way to the files' catalog
     * @param faults why the files' catalog is not in force, when it is not
     * @param lockedNanos how long the publishing transaction held tables; 0 where there was none
     */
    record Outcome(@Nullable Catalog catalog, boolean published, Plan plan, List<String> faults, long lockedNanos) {}

    /** The catalog in force, if any. */
    Optional<Catalog> current() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return inForce(connection).map(CatalogStore.InForce::catalog);
        }
    }

    /** The version in force; 0 before the first publication. */
    long head() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return CatalogStore.head(connection);
        }
    }

    /** What publishing the files would do. Reads only. */
    Plan plan(CheckedCatalog checked) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            try {
                PlainSql.execute(connection, "SET statement_timeout = 0");
                return plan(connection, checked);
            } finally {
                PlainSql.execute(connection, "RESET statement_timeout");
            }
        }
    }

    /** Puts the checked files in force by what loses nothing, unless they are already, or something is in the way. */
    Outcome publish(CheckedCatalog checked) throws SQLException {
        return publish(checked, Set.of());
    }

    /** The same, and by what was consented to. */
    Outcome publish(CheckedCatalog checked, Set<String> consent) throws SQLException {
        try (Turn turn = new Turn()) {
            Failpoint.TURN_TAKEN.reach();
            for (int attempt = 1; ; attempt++) {
                Plan plan = plan(turn.connection, checked);
                List<String> faults = plan.isDone() ? List.of() : reasons(plan, consent);
                if (plan.isDone() || !faults.isEmpty()) {
                    return new Outcome(plan.before(), false, plan, faults, 0);
                }
                long locked = carryOut(turn, plan, checked);
                if (locked > 0) {
                    return new Outcome(plan.next(), true, plan, List.of(), locked);
                }
                if (attempt == PLANS) {
                    String busy = "Records that stand against the new models keep coming; try again";
                    return new Outcome(plan.before(), false, plan, List.of(busy), 0);
                }
            }
        }
    }

    /** Puts in order what a plan has left that was cut off, as every turn does first. */
    void clear() throws SQLException {
        new Turn().close();
    }

    private static List<String> reasons(Plan plan, Set<String> consent) {
        List<String> obstacles = plan.obstacles();
        return obstacles.isEmpty()
                ? plan.missing(consent).stream()
                        .map(one -> one + " is not done without consent")
                        .toList()
                : obstacles;
    }

    private Optional<CatalogStore.InForce> inForce(Connection connection) throws SQLException {
        return CatalogStore.inForce(connection, serving.current(), composed);
    }

    private Plan plan(Connection connection, CheckedCatalog checked) throws SQLException {
        Optional<CatalogStore.InForce> stored = inForce(connection);
        Catalog before = stored.map(CatalogStore.InForce::catalog).orElse(null);
        Numbers numbers = stored.map(CatalogStore.InForce::numbers).orElse(Numbers.NONE);
        if (before != null && before.hash().equals(checked.hash())) {
            return new Plan(before, before, numbers, Migration.between(before, before), List.of());
        }
        Numbers extended = numbers.extendedFor(checked);
        Catalog next = checked.after(before, extended);
        Migration migration = Migration.between(before, next);
        return new Plan(
                before,
                next,
                extended,
                migration,
                new Surveyor(connection, migration.before()).assess(migration.steps()));
    }

    /** How long tables were held, in ns; 0, and nothing is done, when records have come that stand in the way. */
    private long carryOut(Turn turn, Plan plan, CheckedCatalog checked) throws SQLException {
        Preparations preparations = new Preparations(turn.connection);
        long locked = 0;
        try {
            preparations.build(plan.steps());
            Failpoint.PARTS_READY.reach();
            locked = publish(turn.connection, plan, checked);
        } catch (SQLException failure) {
            if (!isBroken(failure)) {
                throw failure;
            }
        } finally {
            if (locked == 0) {
                preparations.clear();
            }
        }
        if (locked > 0) {
            preparations.finish();
        }
        return locked;
    }

    /** not_null_violation, foreign_key_violation, unique_violation, check_violation. */
    private static boolean isBroken(SQLException failure) {
        return Set.of("23502", "23503", "23505", "23514").contains(String.valueOf(failure.getSQLState()));
    }

    private long publish(Connection connection, Plan plan, CheckedCatalog checked) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            connection.setAutoCommit(false);
            boolean done = false;
            long begin = System.nanoTime();
            try {
                done = within(connection, plan, checked);
                if (done) {
                    Failpoint.CATALOG_WRITTEN.reach();
                    serving.run(plan.next(), () -> {
                        connection.commit();
                        Failpoint.CATALOG_COMMITTED.reach();
                    });
                }
                return done ? Math.max(1, System.nanoTime() - begin) : 0;
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS || !Preparations.isBusy(failure)) {
                    throw failure;
                }
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
            Preparations.backOff();
        }
    }

    private boolean within(Connection connection, Plan plan, CheckedCatalog checked) throws SQLException {
        lock(connection, plan.migration());
        Failpoint.TABLES_LOCKED.reach();
        if (!new Surveyor(connection, plan.migration().before()).isStillTrue(plan.steps())) {
            return false;
        }
        List<Act> acts = plan.migration()
                .acts(plan.steps().stream().map(Assessment::way).toList())
                .filter(act -> act.phase() != Act.Phase.AFTERWARDS)
                .toList();
        for (Act act : acts) {
            PlainSql.execute(connection, act.sql());
        }
        Failpoint.TABLES_CHANGED.reach();
        PlainSql.execute(connection, "DELETE FROM statehouse.pending_rule");
        CatalogStore.publish(connection, plan.next(), checked.sources(), plan.numbers());
        journal.published(connection, plan.next());
        return true;
    }

    /** All tables in one order, or none of them: those who wait behind the first wait for the last too. */
    private static void lock(Connection connection, Migration migration) throws SQLException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOCKS_MILLIS);
        for (Map.Entry<String, Migration.Lock> lock : migration.locks().entrySet()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            PlainSql.execute(
                    connection,
                    "SET LOCAL lock_timeout = '" + Math.max(1, left) + "ms'",
                    lock.getValue().statement(lock.getKey()));
        }
        PlainSql.execute(connection, "SET LOCAL lock_timeout = '" + LOCKS_MILLIS + "ms'");
    }

    /** A connection that has the turn. Indexes over large tables take longer than other statements may. */
    private final class Turn implements AutoCloseable {

        private final Connection connection;

        Turn() throws SQLException {
            connection = dataSource.getConnection();
            boolean taken = false;
            try {
                PlainSql.execute(
                        connection,
                        "SET statement_timeout = 0",
                        "SET lock_timeout = '" + TURN_TIMEOUT + "'",
                        CatalogStore.LOCK);
                Preparations left = new Preparations(connection);
                left.clear();
                left.finish();
                taken = true;
            } finally {
                if (!taken) {
                    close();
                }
            }
        }

        /** The connection goes back to the others as it came, or not at all. */
        @Override
        public void close() throws SQLException {
            try {
                PlainSql.execute(connection, CatalogStore.UNLOCK, "RESET lock_timeout", "RESET statement_timeout");
            } catch (SQLException broken) {
                connection.abort(Runnable::run);
                throw broken;
            } finally {
                connection.close();
            }
        }
    }
}
