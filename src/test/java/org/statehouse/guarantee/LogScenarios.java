package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.statehouse.log.LogStatements;

/** The interleavings that matter, each made on purpose, and checked by the validators. */
final class LogScenarios {

    private LogScenarios() {}

    /** Transaction ids 103 and 104: 104 draws 10, 103 draws 11 and commits, then 104 commits. */
    static void olderIdDrawsLater(Lab lab, LogStatements statements) throws SQLException {
        try (Unit older = lab.begin().takeTransactionId();
                Unit younger = lab.begin().takeTransactionId()) {
            younger.create("younger").append();
            older.create("older").append();
            List<Seen> committed = new ArrayList<>(older.commit());
            Follower follower = new Follower(lab.node(statements), null).linger();
            committed.addAll(younger.commit());
            follower.finish();
            LogPromises.validate(committed, follower.seen());
        }
    }

    /** One has drawn and stands; others commit above it; then it rolls back. */
    static void drawnAndRolledBack(Lab lab, LogStatements statements) throws SQLException {
        List<Seen> committed = new ArrayList<>();
        Follower follower = new Follower(lab.node(statements), null);
        try (Unit frozen = lab.begin().create("frozen").append()) {
            committed.addAll(lab.createItems(List.of("a", "b")));
            follower.catchUp(1);
            frozen.rollback();
        }
        committed.addAll(lab.createItems(List.of("c")));
        follower.finish();
        LogPromises.validate(committed, follower.seen());
    }

    /** A transaction that wrote no row before stands between its draw and its row in the log. */
    static void logOnlyFrozenAfterTheDraw(Lab lab, LogStatements statements) throws Exception {
        lab.run("""
                CREATE FUNCTION stand() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                  IF NEW.record_id = 'frozen' THEN PERFORM pg_advisory_xact_lock(1); END IF;
                  RETURN NEW;
                END $$;
                CREATE TRIGGER stand BEFORE INSERT ON statehouse.change_log FOR EACH ROW EXECUTE FUNCTION stand();
                """);
        // PostgreSQL itself takes an id for one draw in 32, the first one among them.
        List<Seen> committed = new ArrayList<>(lab.createItems(List.of("first")));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Unit gate = lab.begin();
                Unit frozen = lab.begin()) {
            gate.connection().createStatement().execute("SELECT pg_advisory_xact_lock(1)");
            Future<List<Seen>> drawn =
                    thread.submit(() -> frozen.logOnly("frozen").append().commit());
            lab.awaitBlocked(1);
            committed.addAll(lab.createItems(List.of("later")));
            Follower follower = new Follower(lab.node(statements), null).linger();
            gate.rollback();
            committed.addAll(drawn.get());
            follower.finish();
            LogPromises.validate(committed, follower.seen());
        } finally {
            thread.shutdownNow();
        }
    }

    /** A write commits while a list is being read; who follows from the list's position sees it, or saw it in the list. */
    static void writeDuringList(Lab lab, LogStatements statements) throws Exception {
        lab.createItems(List.of("first"));
        Lab.Node node = lab.node(statements);
        new Follower(node, null).catchUp(10);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Unit gate = lab.begin()) {
            gate.connection().createStatement().execute("SELECT pg_advisory_xact_lock(2)");
            Future<Listed> listing = thread.submit(() -> list(lab, node, "SELECT %s, i.id FROM item i"));
            boolean stands = statements.equals(LogStatements.STANDARD);
            Listed early = stands ? listing.get() : null;
            if (!stands) {
                lab.awaitBlocked(1);
            }
            List<Seen> committed = lab.createItems(List.of("during"));
            gate.rollback();
            Listed list = early == null ? listing.get() : early;
            Follower follower = new Follower(node, list.cursor()).finish();
            List<String> known = new ArrayList<>(list.ids());
            follower.seen().forEach(change -> known.add(change.record()));
            assertThat(known).as(LogPromises.COMPLETE).contains(committed.get(0).record());
            assertThat(known).as(LogPromises.ONCE).doesNotHaveDuplicates();
        } finally {
            thread.shutdownNow();
        }
    }

    /** Two write one record; the second waits for the first, which draws while the second stands. */
    static void secondWriterWaits(Lab lab, String fastPath) throws Exception {
        List<Seen> committed = new ArrayList<>(lab.createItems(List.of("contended")));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Unit first = lab.begin().update("contended")) {
            Future<Optional<Seen>> second = thread.submit(() -> lab.update(fastPath, "contended", 0));
            lab.awaitBlocked(1);
            committed.addAll(first.append().commit());
            committed.add(second.get().orElseThrow());
        } finally {
            thread.shutdownNow();
        }
        LogPromises.validate(committed, new Follower(lab.node(), null).finish().seen());
    }

    /** A hundred writes name a version that is not the record's. */
    static void staleWrites(Lab lab, String fastPath) throws SQLException {
        lab.createItems(List.of("stale"));
        String drawn = "SELECT last_value FROM statehouse.log_position";
        long before = lab.number(drawn);
        for (int i = 0; i < 100; i++) {
            assertThat(lab.update(fastPath, "stale", 5)).as(LogPromises.STALE).isEmpty();
        }
        assertThat(lab.number(drawn)).as(LogPromises.STALE).isEqualTo(before);
    }

    /** One client writes over two connections in turn, each write after the answer to the one before. */
    static void turnsOverTwoConnections(Lab lab) throws SQLException {
        lab.createItems(List.of("turns"));
        List<Long> acknowledged = new ArrayList<>();
        try (Connection one = lab.database.getConnection();
                Connection other = lab.database.getConnection()) {
            for (int version = 1; version <= 6; version++) {
                Connection turn = version % 2 == 0 ? one : other;
                acknowledged.add(Lab.update(turn, Lab.FAST_UPDATE, "turns", version)
                        .orElseThrow()
                        .position());
            }
        }
        LogPromises.realTime(acknowledged);
    }

    /** Transactions of several changes, read in pages that are smaller. */
    static void pagesSmallerThanTransactions(Lab lab, LogStatements statements) throws SQLException {
        List<Seen> committed = new ArrayList<>();
        committed.addAll(lab.createItems(List.of("a", "b", "c", "d")));
        committed.addAll(lab.createItems(List.of("e", "f", "g")));
        Follower follower = new Follower(lab.node(statements), null);
        follower.catchUp(2);
        follower.pages().forEach(page -> LogPromises.wholeTransactions(committed, page));
        LogPromises.validate(committed, follower.seen());
    }

    /** A list of records with the position of its snapshot. */
    static Listed list(Lab lab, Lab.Node node, String sql) throws SQLException {
        return node.positions().read(position -> {
            try (Connection connection = lab.database.getConnection();
                    PreparedStatement select = connection.prepareStatement(sql.formatted(position.sql()))) {
                position.bind(select, 1);
                try (ResultSet row = select.executeQuery()) {
                    List<String> ids = new ArrayList<>();
                    String cursor = "";
                    while (row.next()) {
                        cursor = cursor.isEmpty() ? position.cursor(row, 1).text() : cursor;
                        ids.add(row.getString(2));
                    }
                    return new Listed(cursor, ids);
                }
            }
        });
    }

    record Listed(String cursor, List<String> ids) {}
}
