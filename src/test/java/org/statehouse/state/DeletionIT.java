package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** What a delete takes with it, up to its limit. */
class DeletionIT {

    private static final int TOO_MANY = Deletion.MAX_RECORDS;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
    }

    @Test
    void a_link_that_its_owner_gave_up_while_the_delete_waited_is_no_change_of_the_delete() throws Exception {
        desk.create("tag", "{'id': 'x'}");
        desk.create("owner", "{'id': 1, 'tags': ['x']}");
        desk.create("owner", "{'id': 2, 'tags': ['x']}");
        CompletableFuture<Void> delete;
        try (Connection other = desk.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM owner WHERE id = 1 FOR NO KEY UPDATE");
            statement.execute("DELETE FROM owner_tags WHERE owner = 1");
            delete = CompletableFuture.runAsync(() -> desk.delete("tag", "x", Precondition.ANY));
            await().until(() -> desk.count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'")
                    == 1);
            other.commit();
        }
        delete.join();
        assertThat(desk.ask("SELECT id || ' v' || version FROM owner ORDER BY id"))
                .containsExactly("1 v1", "2 v2");
        assertThat(desk.ask("SELECT record_id FROM statehouse.change_log WHERE op = 'unlink'"))
                .containsExactly("2");
    }

    @Test
    void more_references_than_one_delete_may_empty_are_refused() throws Exception {
        desk.create("owner", "{'id': 1}");
        desk.create("owner", "{'id': 2}");
        desk.fill("thing", TOO_MANY, "\"id\", \"owner\", \"heir\"", "gen_random_uuid(), 2, 1");
        requireRefused("owner", 1);
        desk.execute("DELETE FROM thing WHERE ctid IN (SELECT min(ctid) FROM thing)");
        desk.delete("owner", 1, Precondition.ANY);
        assertThat(desk.count("SELECT count(*) FROM thing WHERE version = 2 AND heir IS NULL"))
                .isEqualTo(TOO_MANY - 1);
    }

    @Test
    void more_owners_of_links_than_one_delete_may_change_are_refused() throws Exception {
        desk.create("tag", "{'id': 'x'}");
        desk.fill("owner", TOO_MANY, "\"id\"", "n");
        desk.execute("INSERT INTO owner_tags SELECT id, 'x' FROM owner");
        requireRefused("tag", "x");
    }

    @Test
    void records_that_go_and_would_be_emptied_as_well_count_once() throws Exception {
        desk.create("owner", "{'id': 1}");
        desk.fill("thing", 6_000, "\"id\", \"owner\", \"heir\"", "gen_random_uuid(), 1, 1");
        desk.delete("owner", 1, Precondition.ANY);
        assertThat(desk.count("SELECT count(*) FROM thing")).isZero();
    }

    @Test
    void thousands_of_children_whose_ids_are_locked_go_with_their_parent() throws Exception {
        desk.create("owner", "{'id': 1}");
        desk.fill("branch", TOO_MANY - 1, "\"id\", \"owner\"", "n, 1");
        desk.delete("owner", 1, Precondition.ANY);
        assertThat(desk.count("SELECT count(*) FROM branch")).isZero();
        assertThat(desk.count("SELECT count(*) FROM statehouse.change_log WHERE op = 'delete'"))
                .isEqualTo(TOO_MANY);
    }

    @Test
    void a_cascade_over_thousands_of_children_takes_no_more_statements_than_one_over_two() throws Exception {
        desk.create("owner", "{'id': 1}");
        desk.create("owner", "{'id': 2}");
        desk.fill("branch", 5_000, "\"id\", \"owner\"", "n, 1");
        desk.fill("branch", 2, "\"id\", \"owner\"", "n + 5000, 2");
        long few = statementsOfDelete(2);
        assertThat(statementsOfDelete(1)).isEqualTo(few).isLessThan(60);
        assertThat(desk.count("SELECT count(*) FROM branch")).isZero();
    }

    private long statementsOfDelete(int owner) {
        long before = desk.prepared.get();
        desk.delete("owner", owner, Precondition.ANY);
        return desk.prepared.get() - before;
    }

    private void requireRefused(String model, Object id) throws Exception {
        long before = desk.count("SELECT last_value FROM statehouse.log_position");
        assertThatThrownBy(() -> desk.delete(model, id, Precondition.ANY))
                .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
                .satisfies(refused -> {
                    assertThat(refused.problem().type()).isEqualTo(ProblemType.REFERENCE_RESTRICTED);
                    assertThat(refused.getMessage()).contains("More than 10000 records");
                });
        assertThat(desk.count("SELECT last_value FROM statehouse.log_position")).isEqualTo(before);
        assertThat(desk.count("SELECT count(*) FROM " + model + " WHERE id = '" + id + "'"))
                .isEqualTo(1);
    }
}
