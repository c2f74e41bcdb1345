package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;

/** The one statement of the fast path, whole and with each of its safeguards taken out: what it is there for must show. */
class WriteSafeguardIT {

    private static final String TIME = "t.\"updatedAt\" = ?";
    private static final String OTHER_TIME = "t.\"updatedAt\" <> ?::timestamptz + interval '1 day'";

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
    }

    @Test
    void a_hundred_stale_writes_draw_no_position() throws Exception {
        assertThat(drawnByStaleWrites(UnaryOperator.identity()))
                .as("Nothing written draws nothing")
                .isZero();
    }

    @Test
    void without_the_comparison_of_the_version_and_of_its_time_a_stale_write_gets_through() throws Exception {
        assertThat(drawnByStaleWrites(
                        sql -> without(without(sql, "t.\"version\" = ?", "t.\"version\" <> ?"), TIME, OTHER_TIME)))
                .isEqualTo(100);
    }

    @Test
    void a_write_on_a_row_of_another_time_writes_nothing() throws Exception {
        assertThat(writtenInAnotherHistory(UnaryOperator.identity())).isFalse();
    }

    @Test
    void without_the_comparison_of_the_time_a_write_on_another_history_gets_through() throws Exception {
        assertThat(writtenInAnotherHistory(sql -> without(sql, TIME, OTHER_TIME)))
                .isTrue();
    }

    @Test
    void a_write_that_waits_for_what_it_refers_to_has_not_drawn_yet() throws Exception {
        assertThat(drawnWhileTheParentIsLocked(UnaryOperator.identity()))
                .as("Nothing after the draw waits for a lock")
                .isZero();
    }

    @Test
    void without_the_lock_on_what_it_refers_to_a_write_waits_with_its_position_drawn() throws Exception {
        assertThat(drawnWhileTheParentIsLocked(sql -> without(sql, " FOR KEY SHARE", "")))
                .isEqualTo(1);
    }

    @Test
    void a_write_under_another_catalog_writes_nothing() throws Exception {
        assertThat(writtenUnderAnotherCatalog(UnaryOperator.identity())).isFalse();
    }

    @Test
    void without_the_comparison_of_the_catalog_a_write_under_another_one_gets_through() throws Exception {
        assertThat(writtenUnderAnotherCatalog(
                        sql -> without(sql, "(SELECT h.version FROM statehouse.catalog_head h) = ?", "? > 0")))
                .isTrue();
    }

    private RowStatement updateOfNote() {
        Model model = desk.model("counter");
        Field note = Objects.requireNonNull(model.field("note"));
        return RowStatement.update(desk.catalog(), model, List.of(note));
    }

    /** The version that was read, in a database that went on from an older state of itself. */
    private boolean writtenInAnotherHistory(UnaryOperator<String> mutation) throws Exception {
        RecordRow row = desk.create("counter", "{}");
        RowStatement statement = updateOfNote();
        desk.execute("UPDATE counter SET \"updatedAt\" = \"updatedAt\" - interval '1 microsecond'");
        try (Connection connection = desk.dataSource.getConnection()) {
            return run(connection, statement, mutation, RowTarget.of(row), Map.of("note", "n"));
        }
    }

    private long drawnByStaleWrites(UnaryOperator<String> mutation) throws Exception {
        RecordRow row = desk.create("counter", "{}");
        RowStatement statement = updateOfNote();
        RowTarget later = new RowTarget(row.id(), row.version() + 1_000, row.updatedAt());
        long before = drawn();
        try (Connection connection = desk.dataSource.getConnection()) {
            for (int i = 0; i < 100; i++) {
                run(connection, statement, mutation, later, Map.of("note", "stale" + i));
            }
        }
        return drawn() - before;
    }

    private long drawnWhileTheParentIsLocked(UnaryOperator<String> mutation) throws Exception {
        desk.create("owner", "{'id': 1}");
        Model model = desk.model("thing");
        RowStatement statement = RowStatement.create(desk.catalog(), model);
        long before = drawn();
        try (Connection holder = desk.dataSource.getConnection();
                Connection writer = desk.dataSource.getConnection();
                Statement lock = holder.createStatement()) {
            holder.setAutoCommit(false);
            lock.execute("SELECT 1 FROM owner WHERE id = 1 FOR UPDATE");
            CompletableFuture<Boolean> write = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(
                            writer,
                            statement,
                            mutation,
                            RowTarget.create(new java.util.UUID(1, 1), 1),
                            Map.of("owner", 1L));
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            });
            Awaitility.await()
                    .until(() -> desk.count(
                                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')")
                            > 0);
            long drawn = drawn() - before;
            holder.rollback();
            assertThat(write.get(10, TimeUnit.SECONDS)).isTrue();
            return drawn;
        }
    }

    private boolean writtenUnderAnotherCatalog(UnaryOperator<String> mutation) throws Exception {
        RowStatement statement = RowStatement.create(desk.catalog(), desk.model("counter"));
        desk.catalogs.publishElsewhere(Desk.moreFiles());
        try (Connection connection = desk.dataSource.getConnection()) {
            return run(
                    connection,
                    statement,
                    mutation,
                    RowTarget.create(new java.util.UUID(1, 2), 1),
                    Map.of("total", 1L));
        }
    }

    private boolean run(
            Connection connection,
            RowStatement statement,
            UnaryOperator<String> mutation,
            RowTarget target,
            Map<String, Object> values)
            throws Exception {
        long catalog = desk.catalog().version();
        Map<String, @org.jspecify.annotations.Nullable Object> all = new java.util.HashMap<>(values);
        try (PreparedStatement write = connection.prepareStatement(mutation.apply(statement.fast()))) {
            int next = statement.bind(write, target, all, Desk.CALLER, catalog);
            statement.bindAppend(write, next, null, Desk.CALLER, catalog);
            try (ResultSet rows = write.executeQuery()) {
                return rows.next();
            }
        }
    }

    private long drawn() throws Exception {
        return desk.count("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM statehouse.log_position");
    }

    private static String without(String sql, String safeguard, String instead) {
        assertThat(sql).contains(safeguard);
        return sql.replace(safeguard, instead);
    }
}
