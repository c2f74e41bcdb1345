package org.statehouse.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.testkit.PostgresServer;

/** Times as places in the log, and the wait for a place. */
class MomentsIT {

    private static final OffsetDateTime START = OffsetDateTime.of(2020, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static DataSource database;

    private Moments moments;

    /** One transaction of a made-up log. */
    private record Row(long position, OffsetDateTime at) {}

    @BeforeAll
    static void open() {
        database = PostgresServer.shared().newDatabase("moments");
    }

    @BeforeEach
    void empty() {
        execute("TRUNCATE statehouse.change_log");
        execute("UPDATE statehouse.log_state SET floor = 0");
        execute("ALTER SEQUENCE statehouse.log_position RESTART");
        moments = new Moments(database, new LogPositions(database, LogStatements.STANDARD));
    }

    private static void execute(String sql) {
        PostgresServer.execute(database, sql);
    }

    private static void insert(List<Row> rows) throws Exception {
        String insert = "INSERT INTO statehouse.change_log (position, ordinal, at, type, actor, catalog)"
                + " VALUES (?, 1, ?, 'test', 'test', 1)";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            for (Row row : rows) {
                statement.setLong(1, row.position());
                statement.setObject(2, row.at());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** By definition: the positions below the first whose time is later. */
    private static long expected(List<Row> rows, OffsetDateTime time) {
        long last = 0;
        for (Row row : rows) {
            if (row.at().isAfter(time)) {
                return last;
            }
            last = row.position();
        }
        return last;
    }

    @Test
    void a_time_is_the_positions_below_the_first_whose_time_is_later() throws Exception {
        long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            empty();
            List<Row> rows = new ArrayList<>();
            long position = 0;
            long micros = 0;
            for (int i = 0; i < random.nextInt(60); i++) {
                position += random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 1;
                micros += random.nextInt(1_000);
                rows.add(new Row(position, START.plusNanos(1_000 * (micros - random.nextInt(1_500)))));
            }
            insert(rows);
            for (int i = 0; i < 60; i++) {
                OffsetDateTime time = rows.isEmpty() || i % 2 == 0
                        ? START.plusNanos(1_000L * (random.nextInt(40_000) - 2_000))
                        : rows.get(random.nextInt(rows.size())).at();
                Cursor cursor = moments.at(time).orElseThrow();
                assertThat(cursor.upper())
                        .as("seed " + seed + ", " + time + " in " + rows)
                        .isEqualTo(expected(rows, time));
            }
        }
    }

    @Test
    void a_place_found_by_time_contains_what_is_visible_and_nothing_else() throws Exception {
        insert(List.of(
                new Row(1, START),
                new Row(3, START.plusSeconds(1)),
                new Row(4, START.plusSeconds(2)),
                new Row(7, START.plusSeconds(3))));
        Cursor cursor = moments.at(START.plusSeconds(2)).orElseThrow();
        assertThat(cursor.upper()).isEqualTo(4);
        assertThat(cursor.holes()).containsExactly(new Range(2, 2));
        assertThat(moments.at(cursor)).isEqualTo(cursor);
        assertThat(moments.at(START.minusSeconds(1)).orElseThrow().upper()).isZero();
        Cursor all = moments.at(START.plusSeconds(9)).orElseThrow();
        assertThat(all.upper()).isEqualTo(7);
        assertThat(all.holes()).containsExactly(new Range(2, 2), new Range(5, 6));
    }

    @Test
    void a_time_to_come_has_no_place() throws Exception {
        assertThat(moments.at(OffsetDateTime.of(9000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)))
                .isEmpty();
    }

    @Test
    void what_is_no_longer_kept_must_resync() throws Exception {
        insert(List.of(new Row(1, START), new Row(2, START.plusSeconds(1)), new Row(3, START.plusSeconds(2))));
        Cursor first = moments.at(START).orElseThrow();
        Cursor second = moments.at(START.plusSeconds(1)).orElseThrow();
        execute("UPDATE statehouse.log_state SET floor = 1");
        refused(ProblemType.RESYNC, () -> moments.at(START));
        assertThat(moments.at(first)).as("the floor itself is valid").isEqualTo(first);
        assertThat(moments.at(START.plusSeconds(1)).orElseThrow()).isEqualTo(second);
        execute("UPDATE statehouse.log_state SET floor = 2");
        refused(ProblemType.RESYNC, () -> moments.at(first));
    }

    @Test
    void a_read_waits_for_a_position_that_somebody_is_writing() throws Exception {
        insert(List.of(new Row(1, START)));
        draw();
        try (Connection writer = database.getConnection()) {
            writer.setAutoCommit(false);
            long drawn = draw();
            Cursor awaited = Cursor.upTo(epoch(), drawn, START.plusSeconds(1));
            refused(ProblemType.BUSY, () -> moments.await(awaited, SHORT));
            CompletableFuture<Void> read = CompletableFuture.runAsync(() -> {
                try {
                    moments.await(awaited, LONG);
                } catch (java.sql.SQLException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            try (PreparedStatement append = writer.prepareStatement(
                    "INSERT INTO statehouse.change_log (position, ordinal, at, type, actor, catalog)"
                            + " VALUES (?, 1, ?, 'test', 'test', 1)")) {
                append.setLong(1, drawn);
                append.setObject(2, START.plusSeconds(1));
                append.executeUpdate();
            }
            assertThat(read).isNotDone();
            writer.commit();
            writer.setAutoCommit(true);
            read.get();
            moments.await(awaited, Duration.ZERO);
        }
    }

    @Test
    void what_nobody_has_begun_to_write_and_what_is_of_another_log_is_refused_at_once() throws Exception {
        insert(List.of(new Row(1, START)));
        draw();
        Cursor here = Cursor.upTo(epoch(), 1, START);
        moments.await(here, Duration.ZERO);
        refused(ProblemType.RESYNC, () -> moments.await(Cursor.upTo(epoch(), 2, START), LONG));
        Cursor other = new Cursor(here.epoch() + 1, 1, 0, here.check(), 1, List.of());
        refused(ProblemType.RESYNC, () -> moments.await(other, LONG));
        refused(ProblemType.RESYNC, () -> moments.await(Cursor.upTo(epoch(), 1, START.plusSeconds(1)), LONG));
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void refused(ProblemType type, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        thrown -> assertThat(thrown.problem().type()).isEqualTo(type));
    }

    private static long draw() throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT nextval('statehouse.log_position')");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static java.util.UUID epoch() throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT epoch FROM statehouse.log_state");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getObject(1, java.util.UUID.class);
        }
    }
}
