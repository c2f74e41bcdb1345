package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.log.Change;
import org.statehouse.log.EventLog;
import org.statehouse.log.LogFeed;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogReader;
import org.statehouse.log.LogStatements;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.metadata.Shop;
import org.statehouse.testkit.PostgresServer;

/** The reader of a node, without the node: nobody wakes it but its own clock. */
class TailIT {

    private static final LiveSettings SETTINGS =
            new LiveSettings(50, 100, 1 << 20, 10, 10, 10, 10, 1 << 16, 100, 100, 2, 1 << 20, 1000, 25_000, 30_000);
    private static final OffsetDateTime THEN = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final DataSource DATABASE = PostgresServer.shared().newDatabase("tail");

    private final List<Transaction> passed = Collections.synchronizedList(new ArrayList<>());
    private final LiveThreads threads = LiveThreads.of(Thread::new);
    private Dispatcher dispatcher;
    private Tail tail;

    @BeforeEach
    void follow() {
        LogPositions positions = new LogPositions(DATABASE, LogStatements.STANDARD);
        LogFeed log = new LogFeed(new LogReader(DATABASE, LogStatements.STANDARD, positions), positions);
        dispatcher =
                new Dispatcher(log, new ShopCatalog(), new PastCatalogs(DATABASE), SETTINGS, threads, new NoMeter());
        dispatcher.add(passed::add);
        tail = new Tail(log, dispatcher, SETTINGS);
        new Thread(tail).start();
        await().until(tail::isFollowing);
    }

    @AfterEach
    void stop() {
        tail.stop();
        threads.stop();
    }

    @Test
    void what_another_node_wrote_is_handed_on_by_the_poll_alone() throws Exception {
        append("a", "b");
        await().atMost(Duration.ofSeconds(2)).until(() -> passed.size() == 1);
        assertThat(passed.get(0).entries())
                .extracting(entry -> entry.recordChange().recordId())
                .containsExactly("a", "b");
        assertThat(dispatcher.upTo()).isEqualTo(passed.get(0).end());
    }

    @Test
    void transactions_come_whole_in_order_and_once_over_a_gap() throws Exception {
        append("c");
        try (Connection open = DATABASE.getConnection()) {
            open.setAutoCommit(false);
            new EventLog().append(open, List.of(change("d")), THEN);
            append("e");
            await().until(() -> passed.size() == 1);
            assertThat(passed).hasSize(1);
            open.rollback();
        }
        append("f", "g");
        await().atMost(Duration.ofSeconds(5)).until(() -> passed.size() == 3);
        assertThat(passed.stream()
                        .flatMap(one -> one.entries().stream())
                        .map(entry -> entry.recordChange().recordId()))
                .containsExactly("c", "e", "f", "g");
    }

    private static void append(String... ids) throws SQLException {
        try (Connection connection = DATABASE.getConnection()) {
            List<Change> changes = new ArrayList<>();
            for (String id : ids) {
                changes.add(change(id));
            }
            new EventLog().append(connection, changes, THEN);
        }
    }

    private static Change change(String id) {
        return new Change(1, id, 1, Change.Op.CREATE, "{}", null, null, "ann", "r", null, 0);
    }

    private static final class ShopCatalog implements CurrentCatalog {
        @Override
        public Catalog current() {
            return Shop.CATALOG;
        }

        @Override
        public Catalog refresh() {
            return Shop.CATALOG;
        }
    }
}
