package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;

/** A live record refers to live records only, whoever comes first; and what keeps it so. */
class SoftDeleteRaceIT {

    private static final int ROUNDS = 60;

    private static final String BROKEN = """
            SELECT count(*) FROM stall s JOIN place p ON p.id IN (s.place, s.site)
            WHERE s."deletedAt" IS NULL AND p."deletedAt" IS NOT NULL
            """;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"place", "site"})
    void a_create_and_the_delete_of_what_it_refers_to_never_both_succeed_unseen(String field) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Object place = desk.create("place", "{}").id();
            race(
                    () -> desk.create("stall", "{'" + field + "': '" + place + "'}"),
                    () -> desk.delete("place", place, Precondition.ANY));
        }
        assertThat(desk.count(BROKEN)).isZero();
    }

    @Test
    void a_change_or_a_restore_and_the_delete_of_what_it_refers_to_never_both_succeed_unseen() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Object place = desk.create("place", "{}").id();
            Object gone = desk.create("stall", "{'site': '" + place + "'}").id();
            Object stall = desk.create("stall", "{}").id();
            desk.delete("stall", gone, Precondition.ANY);
            boolean restores = round % 2 == 0;
            race(
                    () -> {
                        if (restores) {
                            desk.states.commit(
                                    Desk.CALLER, new Command.Restore("stall", gone.toString(), Precondition.ANY));
                        } else {
                            desk.patch("stall", stall, Precondition.ANY, "{'place': '" + place + "'}");
                        }
                    },
                    () -> desk.delete("place", place, Precondition.ANY));
        }
        assertThat(desk.count(BROKEN)).isZero();
    }

    @Test
    void a_name_that_is_restored_and_taken_at_once_belongs_to_one() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String name = "n" + round;
            Object gone = desk.create("place", "{'name': '" + name + "'}").id();
            desk.delete("place", gone, Precondition.ANY);
            race(
                    () -> desk.create("place", "{'name': '" + name + "'}"),
                    () -> desk.states.commit(
                            Desk.CALLER, new Command.Restore("place", gone.toString(), Precondition.ANY)));
        }
        assertThat(desk.count("SELECT count(*) FROM place WHERE \"deletedAt\" IS NULL"))
                .isEqualTo(ROUNDS);
    }

    @Test
    void a_delete_waits_for_who_is_about_to_refer_to_it() throws Exception {
        Object place = desk.create("place", "{}").id();
        CompletableFuture<Boolean> deleted;
        try (Connection other = desk.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO stall (id, version, \"createdAt\", \"createdBy\", \"updatedAt\", \"updatedBy\","
                            + " place) VALUES (gen_random_uuid(), 1, now(), 't', now(), 't', '" + place + "')");
            deleted =
                    CompletableFuture.supplyAsync(() -> succeeds(() -> desk.delete("place", place, Precondition.ANY)));
            awaitSomebodyWaits();
            other.commit();
        }
        assertThat(deleted.get(20, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void a_write_that_waited_for_a_delete_writes_nothing() throws Exception {
        assertThat(writtenAfterADelete("")).isFalse();
    }

    @Test
    void without_the_lock_on_what_it_refers_to_a_write_outlives_the_delete() throws Exception {
        assertThat(writtenAfterADelete(" FOR KEY SHARE")).isTrue();
        assertThat(desk.count(BROKEN)).isEqualTo(1);
    }

    @Test
    void without_the_look_at_deleted_at_a_write_refers_to_what_is_deleted() throws Exception {
        assertThat(writtenAfterADelete(" AND k.\"deletedAt\" IS NULL")).isTrue();
        assertThat(desk.count(BROKEN)).isEqualTo(1);
    }

    /** Whether a create gets through whose parent is deleted while it waits, with a part of its statement taken out. */
    private boolean writtenAfterADelete(String safeguard) throws Exception {
        Object place = desk.create("place", "{}").id();
        Model model = desk.model("stall");
        RowStatement statement = RowStatement.create(desk.catalog(), model);
        assertThat(statement.fast()).contains(safeguard);
        String sql = safeguard.isEmpty() ? statement.fast() : statement.fast().replace(safeguard, "");
        try (Connection holder = desk.dataSource.getConnection();
                Connection writer = desk.dataSource.getConnection();
                Statement delete = holder.createStatement()) {
            holder.setAutoCommit(false);
            delete.execute("SELECT 1 FROM place WHERE id = '" + place + "' FOR UPDATE");
            delete.execute("UPDATE place SET \"deletedAt\" = now() WHERE id = '" + place + "'");
            CompletableFuture<Boolean> write =
                    CompletableFuture.supplyAsync(() -> written(writer, statement, sql, place));
            awaitSomebodyWaits();
            holder.commit();
            return write.get(20, TimeUnit.SECONDS);
        }
    }

    private static boolean written(Connection connection, RowStatement statement, String sql, Object place) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("place", place);
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            int next = statement.bind(write, RowTarget.create(new UUID(1, 1), 1), values, Desk.CALLER, 1);
            statement.bindAppend(write, next, null, Desk.CALLER, 1);
            try (ResultSet rows = write.executeQuery()) {
                return rows.next();
            }
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void awaitSomebodyWaits() {
        await().until(() -> desk.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                > 0);
    }

    private static void race(Runnable one, Runnable other) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Runnable> both = List.of(one, other);
        List<Boolean> results = Desk.together(2, () -> succeeds(both.get(next.getAndIncrement())));
        assertThat(results).as("One of the two succeeds").contains(true);
    }

    private static boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (ProblemException refused) {
            assertThat(refused.problem().type().slug())
                    .isIn("validation-failed", "reference-restricted", "unique-violation");
            return false;
        }
    }
}
