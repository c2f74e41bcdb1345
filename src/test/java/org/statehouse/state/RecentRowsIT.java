package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.database.StartFailure;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.problem.ProblemException;
import org.statehouse.query.QueryString;

/** What is remembered of records saves reads, and changes no answer. */
class RecentRowsIT {

    private static final Map<String, String> FILES = Map.of(
            "desk/task.yaml", """
            model: task
            fields:
              title: { type: text, required: true }
              state: { type: enum, options: { OPEN: Open, DONE: Done }, default: OPEN }
              hours: { type: integer, max: 8 }
              notes: { type: json }
            lifecycle:
              field: state
              initial: OPEN
              transitions: { OPEN: [DONE] }
            """,
            "desk/account.yaml", """
            model: account
            fields:
              name: { type: text }
              secret: { type: password }
            """);

    private Desk desk;
    private StateManager elsewhere;
    private LogPositions positions;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(FILES);
        positions = new LogPositions(desk.dataSource, LogStatements.STANDARD);
        elsewhere = new StateManager(
                desk.dataSource,
                desk.transactions,
                positions,
                desk.catalogs,
                desk.runs,
                Clock.systemUTC(),
                Desk.HASHER,
                desk.kept,
                new RecentRows(0));
    }

    private RecordRow elsewhere(RecordRow row, String json) {
        Command patch = new Command.Patch(row.model().name(), row.id().toString(), Precondition.ANY, Desk.json(json));
        return Desk.row(elsewhere.commit(Desk.CALLER, patch));
    }

    private String refused(RecordRow row, String json) {
        try {
            desk.patch(row.model().name(), row.id(), Precondition.version(row.version()), json);
            return "written";
        } catch (ProblemException refused) {
            return refused.problem().type().slug();
        }
    }

    private long statementsOf(Runnable work) {
        long before = desk.prepared.get();
        work.run();
        return desk.prepared.get() - before;
    }

    @Test
    void a_change_of_what_was_just_written_takes_one_statement() {
        RecordRow created = desk.create("task", "{'title': 'a'}");
        long first = statementsOf(() -> desk.patch("task", created.id(), Precondition.version(1), "{'title': 'b'}"));
        long second =
                statementsOf(() -> desk.patch("task", created.id(), Precondition.version(2), "{'state': 'DONE'}"));
        assertThat(first).isEqualTo(1);
        assertThat(second).isEqualTo(1);
    }

    @Test
    void a_change_of_what_was_just_read_takes_one_statement() {
        RecordReads reads = new RecordReads(desk.dataSource, positions, desk.runs, desk.recent);
        RecordRow created = desk.create("task", "{'title': 'a'}");
        RecordRow changed = elsewhere(created, "{'title': 'b'}");
        String id = created.id().toString();

        assertThat(statementsOf(
                        () -> desk.patch("task", id, Precondition.version(changed.version()), "{'title': 'c'}")))
                .as("it was not read here")
                .isEqualTo(2);

        RecordRow again = elsewhere(created, "{'title': 'd'}");
        assertThat(reads.find(Desk.CALLER, "task", id, QueryString.parse(null)).version())
                .isEqualTo(again.version());
        assertThat(statementsOf(() -> desk.patch("task", id, Precondition.version(again.version()), "{'title': 'e'}")))
                .isEqualTo(1);
    }

    @Test
    void the_change_in_the_log_says_what_was_before() throws Exception {
        RecordRow created = desk.create("task", "{'title': 'a', 'hours': 3}");
        desk.patch("task", created.id(), Precondition.version(1), "{'title': 'b'}");
        RecordRow last = desk.patch("task", created.id(), Precondition.version(2), "{'title': 'c', 'hours': 4}");
        assertThat(last.values()).containsEntry("title", "c").containsEntry("hours", 4L);
        assertThat(desk.ask("SELECT before::text FROM statehouse.change_log WHERE version = 3"))
                .singleElement()
                .asString()
                .contains("\"b\"", "3");
    }

    @Test
    void a_stale_write_is_told_of_the_conflict_and_not_of_what_was_wrong_with_it_then() {
        RecordRow created = desk.create("task", "{'title': 'a'}");
        elsewhere(created, "{'title': 'b', 'state': 'DONE'}");
        assertThat(refused(created, "{'title': 'c'}")).isEqualTo("version-conflict");
        assertThat(refused(created, "{'hours': 9}")).isEqualTo("version-conflict");
        assertThat(refused(created, "{'state': 'DONE'}")).isEqualTo("version-conflict");
        assertThat(refused(created, "{'title': 'a'}"))
                .as("nothing would change in what was seen")
                .isEqualTo("version-conflict");
    }

    @Test
    void what_is_wrong_with_a_write_on_the_last_version_is_told() {
        RecordRow created = desk.create("task", "{'title': 'a'}");
        RecordRow done = desk.patch("task", created.id(), Precondition.version(1), "{'state': 'DONE'}");
        assertThat(refused(done, "{'hours': 9}")).isEqualTo("validation-failed");
        assertThat(refused(done, "{'state': 'OPEN'}")).isEqualTo("illegal-transition");
        assertThat(refused(done, "{'nothing': 1}")).isEqualTo("unknown-field");
        assertThat(desk.patch("task", done.id(), Precondition.version(2), "{'title': 'a'}")
                        .version())
                .as("nothing has changed")
                .isEqualTo(2);
    }

    @Test
    void a_deleted_record_is_not_there_however_well_it_is_remembered() {
        RecordRow created = desk.create("task", "{'title': 'a'}");
        elsewhere.commit(Desk.CALLER, new Command.Delete("task", created.id().toString(), Precondition.ANY));
        assertThat(refused(created, "{'title': 'b'}")).isEqualTo("unknown-record");
    }

    @Test
    void other_values_under_the_same_version_are_those_that_count() throws Exception {
        RecordRow created = desk.create("task", "{'title': 'a', 'hours': 1}");
        desk.execute("UPDATE task SET title = 'another history', \"updatedAt\" = \"updatedAt\" - interval '1 hour'");
        RecordRow written = desk.patch("task", created.id(), Precondition.version(1), "{'hours': 2}");
        assertThat(written.values()).containsEntry("title", "another history").containsEntry("hours", 2L);
        assertThat(desk.count("SELECT count(*) FROM statehouse.change_log WHERE version = 2"))
                .isEqualTo(1);
    }

    @Test
    void a_record_is_forgotten_with_its_catalog() throws Exception {
        RecordRow created = desk.create("task", "{'title': 'a'}");
        Map<String, String> files = new java.util.HashMap<>(FILES);
        files.computeIfPresent("desk/task.yaml", (path, text) -> text.replace("max: 8", "max: 9"));
        desk.catalogs.publishElsewhere(files);
        desk.catalogs.refresh();
        assertThat(statementsOf(() -> desk.patch("task", created.id(), Precondition.version(1), "{'hours': 9}")))
                .isEqualTo(2);
    }

    @Test
    void records_with_passwords_are_not_remembered() {
        RecordRow account = desk.create("account", "{'name': 'a', 'secret': 'Secret123'}");
        assertThat(desk.recent.find(desk.catalog(), desk.model("account"), account.id(), 1))
                .isNull();
    }

    @Test
    void what_is_remembered_is_bounded() {
        RecentRows few = new RecentRows(2_000);
        RecordRow task = desk.create("task", "{'title': 'a'}");
        int known = 0;
        for (long id = 0; id < 100; id++) {
            few.saw(desk.catalog(), withId(task, id));
        }
        few.cleanUp();
        for (long id = 0; id < 100; id++) {
            known += few.find(desk.catalog(), desk.model("task"), id, 1) == null ? 0 : 1;
        }
        assertThat(known).isBetween(1, 4);
        RecentRows others = new RecentRows(2_000);
        RecordRow small = desk.create("task", "{'title': 'b', 'notes': [1]}");
        RecordRow large = desk.create("task", "{'title': 'c', 'notes': ['" + "x".repeat(3_000) + "']}");
        others.saw(desk.catalog(), small);
        others.saw(desk.catalog(), large);
        others.cleanUp();
        assertThat(others.find(desk.catalog(), desk.model("task"), small.id(), 1))
                .isNotNull();
        assertThat(others.find(desk.catalog(), desk.model("task"), large.id(), 1))
                .isNull();
        assertThatThrownBy(() -> new RecentRows(-1))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("STATEHOUSE_RECENT_ROWS_BYTES", "0 to 1073741824");
    }

    private static RecordRow withId(RecordRow row, Object id) {
        return new RecordRow(
                row.model(),
                Objects.requireNonNull(id),
                row.version(),
                row.createdAt(),
                row.createdBy(),
                row.updatedAt(),
                row.updatedBy(),
                row.deletedAt(),
                row.deletedBy(),
                row.values());
    }
}
