package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

class WritePathIT {

    private static final String NO_LOST_UPDATE =
            "No lost update. A write names the version it was based on, or is refused.";
    private static final String NO_PHANTOM = "No phantom. What was rolled back is never seen by anyone.";
    private static final int THREADS = 8;
    private static final int ROUNDS = 25;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
    }

    @Test
    void increments_that_name_their_version_all_count() throws Exception {
        Object id = desk.create("counter", "{}").id();
        List<Integer> won = Desk.together(THREADS, () -> {
            int successes = 0;
            for (int i = 0; i < ROUNDS; i++) {
                successes += increment(id) ? 1 : 0;
            }
            return successes;
        });
        long expected = won.stream().mapToInt(Integer::intValue).sum();
        assertThat(desk.count("SELECT total FROM counter")).as(NO_LOST_UPDATE).isEqualTo(expected);
        assertThat(desk.count("SELECT version FROM counter")).as(NO_LOST_UPDATE).isEqualTo(expected + 1);
        assertThat(expected).isPositive();
        requireOneOrder();
    }

    @Test
    void writes_over_whatever_is_there_all_succeed_and_each_has_its_version_and_its_change() throws Exception {
        Object id = desk.create("counter", "{}").id();
        List<Set<Long>> versions = Desk.together(THREADS, () -> {
            Set<Long> mine = new java.util.HashSet<>();
            for (int i = 0; i < ROUNDS; i++) {
                String body = "{'note': '" + Thread.currentThread().getId() + "-" + i + "'}";
                mine.add(desk.patch("counter", id, Precondition.ANY, body).version());
            }
            return mine;
        });
        assertThat(versions.stream().flatMap(Set::stream).distinct().count())
                .as(NO_LOST_UPDATE)
                .isEqualTo((long) THREADS * ROUNDS);
        assertThat(desk.count("SELECT version FROM counter")).isEqualTo(1 + (long) THREADS * ROUNDS);
        requireOneOrder();
    }

    @Test
    void what_is_rolled_back_leaves_nothing_in_table_or_log() throws Exception {
        long before = desk.count("SELECT count(*) FROM statehouse.change_log");
        BatchRow row = BatchRow.ofJson(1, Desk.json("{'id': 1, 'name': 'a'}"));
        assertThatThrownBy(() -> desk.states.write(
                        Desk.CALLER, "owner", BatchMode.CREATE, List.of(row), (connection, result) -> {
                            throw new IllegalStateException("the checkpoint cannot be kept");
                        }))
                .hasMessage("the checkpoint cannot be kept");
        assertThat(desk.count("SELECT count(*) FROM owner")).as(NO_PHANTOM).isZero();
        assertThat(desk.count("SELECT count(*) FROM statehouse.change_log"))
                .as(NO_PHANTOM)
                .isEqualTo(before);
    }

    @Test
    void a_record_that_is_created_again_goes_on_from_the_version_of_its_predecessor() throws Exception {
        desk.create("owner", "{'id': 7, 'name': 'a'}");
        desk.patch("owner", 7, Precondition.version(1), "{'name': 'b'}");
        desk.delete("owner", 7, Precondition.version(2));
        assertThat(desk.create("owner", "{'id': 7, 'name': 'c'}").version()).isEqualTo(4);
        assertThat(desk.ask("SELECT op || version FROM statehouse.change_log WHERE record_id = '7' ORDER BY position"))
                .containsExactly("create1", "update2", "delete3", "create4");
    }

    @Test
    void a_delete_takes_what_refers_to_it_children_first_and_nulls_what_may_be_null() throws Exception {
        desk.create("owner", "{'id': 1, 'name': 'a'}");
        desk.create("owner", "{'id': 2, 'name': 'b'}");
        Object inner = desk.create("thing", "{'owner': 1}").id();
        Object outer =
                desk.create("thing", "{'owner': 2, 'part': '" + inner + "'}").id();
        Object heir = desk.create("thing", "{'owner': 2, 'heir': 1}").id();
        long position = desk.count("SELECT max(position) FROM statehouse.change_log");

        desk.delete("owner", 1, Precondition.version(1));

        assertThat(desk.ask(
                        "SELECT op || ':' || record_id || ':' || version FROM statehouse.change_log WHERE position > "
                                + position + " ORDER BY position, ordinal"))
                .containsExactlyInAnyOrder(
                        "update:" + heir + ":2", "delete:" + inner + ":2", "delete:" + outer + ":2", "delete:1:2")
                .endsWith("delete:1:2");
        assertThat(desk.ask("SELECT id FROM thing")).containsExactly(heir.toString());
        assertThat(desk.count(
                        "SELECT count(DISTINCT position) FROM statehouse.change_log WHERE position > " + position))
                .as("one transaction has one position")
                .isEqualTo(1);
    }

    @Test
    void a_link_that_a_delete_takes_is_a_change_of_its_owner() throws Exception {
        desk.create("tag", "{'id': 'x'}");
        desk.create("tag", "{'id': 'y'}");
        desk.create("owner", "{'id': 1, 'tags': ['x', 'y']}");
        desk.delete("tag", "x", Precondition.version(1));
        assertThat(desk.ask("SELECT version FROM owner")).containsExactly("2");
        assertThat(desk.ask("SELECT links FROM statehouse.change_log WHERE op = 'unlink'"))
                .singleElement()
                .asString()
                .contains("\"remove\": [\"x\"]");
        assertThat(desk.ask("SELECT other FROM owner_tags")).containsExactly("y");
    }

    @Test
    void a_child_and_the_delete_of_its_parent_never_both_win() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            int parent = 100 + round;
            desk.create("owner", "{'id': " + parent + "}");
            java.util.concurrent.atomic.AtomicInteger turn = new java.util.concurrent.atomic.AtomicInteger();
            Desk.together(2, () -> {
                try {
                    if (turn.getAndIncrement() == 0) {
                        desk.delete("owner", parent, Precondition.ANY);
                    } else {
                        desk.create("thing", "{'owner': " + parent + "}");
                    }
                    return true;
                } catch (ProblemException refused) {
                    assertThat(refused.problem().type()).isEqualTo(ProblemType.VALIDATION_FAILED);
                    return false;
                }
            });
            assertThat(desk.count("SELECT count(*) FROM owner WHERE id = " + parent))
                    .isZero();
            assertThat(desk.count("SELECT count(*) FROM thing WHERE owner = " + parent))
                    .isZero();
        }
        requireOneOrder();
    }

    @Test
    void a_write_under_a_catalog_that_another_node_has_replaced_runs_again_under_the_new_one() throws Exception {
        desk.catalogs.publishElsewhere(Desk.moreFiles());
        assertThat(desk.catalog().version()).isEqualTo(1);
        RecordRow row = desk.create("tag", "{'id': 'x', 'label': 'l'}");
        assertThat(row.values()).containsKey("colour");
        assertThat(desk.ask("SELECT catalog FROM statehouse.change_log WHERE record_id = 'x'"))
                .containsExactly("2");
    }

    @Test
    void a_change_that_changes_nothing_has_no_version_and_no_position() throws Exception {
        RecordRow row = desk.create("counter", "{'note': 'same'}");
        long before = desk.count("SELECT last_value FROM statehouse.log_position");
        Written written = desk.states.commit(
                Desk.CALLER,
                new Command.Patch(
                        "counter",
                        row.id().toString(),
                        Precondition.version(1),
                        Desk.json("{'note': 'same', 'version': 1}")));
        assertThat(written.position()).isNull();
        assertThat(Objects.requireNonNull(written.record()).version()).isEqualTo(1);
        assertThat(desk.count("SELECT last_value FROM statehouse.log_position")).isEqualTo(before);
    }

    @Test
    void a_write_and_a_read_that_others_hold_up_give_up_after_a_while() throws Exception {
        Object id = desk.create("counter", "{}").id();
        try (java.sql.Connection other = desk.dataSource.getConnection();
                java.sql.Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM counter FOR UPDATE");
            requireHeldUp(() -> desk.patch("counter", id, Precondition.ANY, "{'total': 1}"));
            statement.execute("LOCK TABLE counter");
            requireHeldUp(() -> desk.patch("counter", id, Precondition.ANY, "{'total': 1}"));
        }
        assertThat(desk.patch("counter", id, Precondition.version(1), "{'total': 1}")
                        .version())
                .isEqualTo(2);
    }

    private static void requireHeldUp(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        long start = System.nanoTime();
        assertThatThrownBy(call)
                .isInstanceOf(org.statehouse.database.DatabaseFailure.class)
                .cause()
                .hasFieldOrPropertyWithValue("SQLState", "55P03");
        assertThat(java.time.Duration.ofNanos(System.nanoTime() - start))
                .as("one wait of 5 s, not several")
                .isLessThan(java.time.Duration.ofSeconds(9));
    }

    @Test
    void a_value_that_is_there_is_named_and_an_index_that_no_model_has_is_none_of_it() throws Exception {
        desk.create("owner", "{'id': 1, 'name': 'a'}");
        assertThatThrownBy(() -> desk.create("owner", "{'id': 1, 'name': 'b'}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.UNIQUE_VIOLATION));
        desk.execute("CREATE UNIQUE INDEX foreign_to_all_models ON counter (note)");
        desk.create("counter", "{'note': 'n'}");
        assertThatThrownBy(() -> desk.create("counter", "{'note': 'n'}"))
                .isInstanceOf(org.statehouse.database.DatabaseFailure.class);
    }

    private boolean increment(Object id) {
        try (java.sql.Connection connection = desk.dataSource.getConnection()) {
            RecordRow row = Objects.requireNonNull(RecordStore.find(connection, desk.model("counter"), id));
            long total = (Long) Objects.requireNonNull(row.values().get("total"));
            desk.patch("counter", id, Precondition.version(row.version()), "{'total': " + (total + 1) + "}");
            return true;
        } catch (ProblemException conflict) {
            assertThat(conflict.problem().type()).isEqualTo(ProblemType.VERSION_CONFLICT);
            return false;
        } catch (java.sql.SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** For one record the order of positions is the order of versions, without a gap. */
    private void requireOneOrder() throws Exception {
        assertThat(desk.ask("""
                SELECT record_id || ' ' || version FROM (
                  SELECT record_id, version, model,
                         lag(version) OVER (PARTITION BY model, record_id ORDER BY position, ordinal) AS previous
                    FROM statehouse.change_log WHERE model IS NOT NULL) l
                 WHERE version <> coalesce(previous, 0) + 1
                """))
                .as("Ordered: for one record the order of positions is the order of versions")
                .isEmpty();
    }
}
