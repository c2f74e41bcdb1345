package org.statehouse.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.testkit.PostgresServer;

class LogReaderIT {

    private static final OffsetDateTime LONG_AGO = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private static DataSource database;

    private LogReader reader;
    private LogPositions positions;

    @BeforeAll
    static void open() {
        database = PostgresServer.shared().newDatabase("log_reader");
    }

    @BeforeEach
    void empty() {
        execute("TRUNCATE statehouse.change_log");
        execute("UPDATE statehouse.log_state SET floor = 0");
        execute("ALTER SEQUENCE statehouse.log_position RESTART");
        restart();
    }

    @Test
    void a_log_without_changes_is_one_empty_page() throws Exception {
        LogPage page = read(null);
        assertThat(page.entries()).isEmpty();
        assertThat(page.more()).isFalse();
        assertThat(read(page.cursor()).cursor()).isEqualTo(page.cursor());
    }

    @Test
    void what_is_appended_is_read_as_it_was() throws Exception {
        Change change = new Change(
                3,
                "ä/1",
                4,
                Change.Op.UPDATE,
                "{\"1\": 1.50}",
                "{\"1\": null}",
                "{\"9\": {\"add\": [1], \"remove\": []}}",
                "ann",
                "r-1",
                "tab-1",
                12);
        Position position = append(change);
        LogEntry entry = read(null).entries().get(0);
        assertThat(entry.position()).isEqualTo(position.position());
        assertThat(entry.at()).isEqualTo(position.at());
        assertThat(entry.change())
                .isEqualTo(new LogEntry.RecordChange(
                        3, "ä/1", 4, Change.Op.UPDATE, change.image(), change.before(), change.links()));
        assertThat(List.of(entry.actor(), String.valueOf(entry.request()), String.valueOf(entry.origin())))
                .containsExactly("ann", "r-1", "tab-1");
        assertThat(entry.catalog()).isEqualTo(12);
    }

    @Test
    void a_position_is_not_older_than_what_its_transaction_wrote() throws Exception {
        OffsetDateTime ahead = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1).withNano(123_456_000);
        try (Connection connection = database.getConnection()) {
            Position position = new EventLog().append(connection, List.of(change(1, "a")), ahead);
            assertThat(position.at()).isEqualTo(ahead);
        }
    }

    @Test
    void a_transaction_that_changes_nothing_draws_nothing() {
        assertThatThrownBy(() -> append()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_records_of_the_wanted_models_are_given_and_the_cursor_passes_the_others() throws Exception {
        append(change(1, "a"), change(2, "b"));
        append(change(2, "c"));
        LogPage page = reader.read(null, 10, Optional.of(Set.of(1)));
        assertThat(page.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.change())
                        .isNotNull()
                        .extracting(LogEntry.RecordChange::recordId)
                        .isEqualTo("a"));
        assertThat(read(page.cursor()).entries()).isEmpty();
    }

    @Test
    void from_now_on_means_what_is_not_visible_yet() throws Exception {
        append(change(1, "before"));
        LogPage now = reader.fromNow();
        append(change(1, "after"));
        assertThat(now.entries()).isEmpty();
        assertThat(ids(read(now.cursor()))).containsExactly("after");
    }

    @Test
    void the_cursor_of_a_write_goes_on_after_it() throws Exception {
        Position first = append(change(1, "a"));
        append(change(1, "b"));
        assertThat(ids(read(Cursor.parse(positions.ofWrite(first))))).containsExactly("b");
    }

    @Test
    void a_cursor_ahead_of_this_nodes_prefix_waits_with_an_empty_page() throws Exception {
        try (Connection frozen = begin()) {
            new EventLog().append(frozen, List.of(change(1, "frozen")), LONG_AGO);
            Position later = append(change(1, "later"));
            Cursor ahead = Cursor.parse(positions.ofWrite(later));
            LogPage page = read(ahead);
            assertThat(page.entries()).isEmpty();
            assertThat(page.cursor()).isEqualTo(ahead);
            assertThat(positions.status().lag()).isEqualTo(2);
            frozen.commit();
        }
        assertThat(positions.status().lag()).isZero();
    }

    @Test
    void a_cursor_of_another_epoch_must_resync() throws Exception {
        append(change(1, "a"));
        Cursor old = read(null).cursor();
        execute("UPDATE statehouse.log_state SET epoch = gen_random_uuid()");
        resync("epoch", () -> read(old));
        restart();
        resync("epoch", () -> read(old));
        assertThat(ids(read(null))).containsExactly("a");
    }

    @Test
    void a_cursor_beyond_the_head_must_resync() throws Exception {
        append(change(1, "a"));
        append(change(1, "b"));
        Cursor end = read(null).cursor();
        execute("DELETE FROM statehouse.change_log WHERE position = 2");
        resync("ahead", () -> read(end));
        restart();
        resync("ahead", () -> read(end));
    }

    @Test
    void a_cursor_whose_row_is_another_one_must_resync() throws Exception {
        append(change(1, "a"));
        Cursor end = read(null).cursor();
        execute("UPDATE statehouse.change_log SET at = at + interval '1 second'");
        resync("rewritten", () -> read(end));
    }

    @Test
    void a_cursor_at_the_floor_is_valid_and_one_below_must_resync() throws Exception {
        for (String id : List.of("a", "b", "c")) {
            append(change(1, id));
        }
        List<LogEntry> all = read(null).entries();
        execute("UPDATE statehouse.log_state SET floor = 2");
        execute("DELETE FROM statehouse.change_log WHERE position <= 2");
        assertThat(ids(read(all.get(1).cursor()))).containsExactly("c");
        resync("compacted", () -> read(all.get(0).cursor()));
        assertThat(ids(read(null))).containsExactly("c");
        restart();
        assertThat(ids(read(null))).containsExactly("c");
    }

    @Test
    void the_oldest_cursor_of_a_resync_can_be_read_from() throws Exception {
        append(change(1, "a"));
        Cursor old = read(null).cursor();
        execute("UPDATE statehouse.log_state SET epoch = gen_random_uuid()");
        assertThatThrownBy(() -> read(old)).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            String oldest = String.valueOf(thrown.problem().evidence().get("oldest"));
            assertThat(oldest)
                    .satisfies(text -> assertThat(ids(read(Cursor.parse(text)))).containsExactly("a"));
        });
    }

    @Test
    void a_new_node_settles_a_long_log_with_holes_without_going_through_them() throws Exception {
        execute("""
                INSERT INTO statehouse.change_log (position, ordinal, at, type, actor, catalog)
                SELECT g, 1, now(), 'test.event', 'tester', 1 FROM generate_series(1, 60000) g WHERE g % 7 > 0
                """);
        execute("SELECT setval('statehouse.log_position', 60000)");
        await().atMost(Duration.ofSeconds(30)).until(() -> positions.status().lag() == 0);
        assertThat(positions.status().prefix()).isEqualTo(60_000);
        LogPage page = reader.read(null, 1_000, Optional.empty());
        assertThat(page.entries()).hasSize(1_000);
        assertThat(page.more()).isTrue();
    }

    @Test
    void a_page_of_a_rare_model_looks_through_a_bounded_part_of_the_log() throws Exception {
        execute("""
                INSERT INTO statehouse.change_log (position, ordinal, at, type, actor, catalog)
                SELECT g, 1, now(), 'test.event', 'tester', 1 FROM generate_series(1, 60000) g
                """);
        execute("SELECT setval('statehouse.log_position', 60000)");
        append(change(9, "rare"));
        LogPage first = reader.read(null, 10, Optional.of(Set.of(9)));
        assertThat(first.entries()).isEmpty();
        assertThat(first.more()).isTrue();
        assertThat(ids(reader.read(first.cursor(), 10, Optional.of(Set.of(9))))).containsExactly("rare");
    }

    @Test
    void a_snapshot_with_more_holes_than_a_cursor_carries_is_refused_until_they_are_decided() throws Exception {
        try (Connection standing = begin();
                Connection undone = begin();
                Connection kept = database.getConnection()) {
            execute(standing, "SELECT pg_current_xact_id()");
            for (int i = 0; i <= Cursor.MAX_HOLES; i++) {
                execute(undone, "SELECT statehouse.draw_position(1, null)");
                undone.rollback();
                new EventLog().append(kept, List.of(change(1, "n" + i)), LONG_AGO);
            }
            assertThatThrownBy(() -> positions.now())
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            thrown -> assertThat(thrown.problem().type()).isEqualTo(ProblemType.BUSY));
            standing.rollback();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> positions.status().lag() == 0);
        assertThat(positions.now().holes()).isEmpty();
    }

    private void restart() {
        positions = new LogPositions(database, LogStatements.STANDARD);
        reader = new LogReader(database, LogStatements.STANDARD, positions);
    }

    private LogPage read(@Nullable Cursor since) throws SQLException {
        return reader.read(since, 100, Optional.empty());
    }

    private Position append(Change... changes) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return new EventLog().append(connection, List.of(changes), LONG_AGO);
        }
    }

    private static Change change(int model, String id) {
        return new Change(model, id, 1, Change.Op.CREATE, "{}", null, null, "tester", "request", null, 1);
    }

    private static List<String> ids(LogPage page) {
        return page.entries().stream()
                .map(LogEntry::change)
                .map(change -> change == null ? "" : change.recordId())
                .toList();
    }

    private Connection begin() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private void execute(String sql) {
        PostgresServer.execute(database, sql);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
        }
    }

    private static void resync(String reason, ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            assertThat(thrown.problem().type()).isEqualTo(ProblemType.RESYNC);
            assertThat(thrown.problem().evidence())
                    .containsEntry("reason", reason)
                    .containsKey("oldest");
        });
    }
}
