package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** Writes of the catalog in force that meet what is being prepared for the next one. */
class PendingRulesIT {

    private Desk desk;

    @BeforeEach
    void somethingIsBeingPrepared() throws Exception {
        desk = new Desk();
        run("ALTER TABLE counter ADD CONSTRAINT \"__pa_1\" CHECK (total < 10) NOT VALID");
        run("INSERT INTO statehouse.pending_rule VALUES ('__pa_1', 1, '{total}', 'max', 'Total must be less')");
        run("CREATE UNIQUE INDEX \"__pa_2\" ON counter (note)");
        run("INSERT INTO statehouse.pending_rule VALUES ('__pa_2', 1, '{note}', 'unique', 'Note is taken')");
    }

    @Test
    void a_write_that_breaks_a_rule_of_the_next_catalog_is_told_so_by_that_rule() throws Exception {
        ProblemException invalid = refused("{'total': 10}");
        assertThat(invalid.problem().type()).isEqualTo(ProblemType.VALIDATION_FAILED);
        assertThat(invalid.problem().evidence().toString())
                .contains("rule=max", "pointer=/total", "Total must be less", "pending=true");

        desk.create("counter", "{'note': 'a'}");
        ProblemException taken = refused("{'note': 'a'}");
        assertThat(taken.problem().type()).isEqualTo(ProblemType.UNIQUE_VIOLATION);
        assertThat(taken.problem().evidence().toString()).contains("fields=[note]", "pending=true");
    }

    @Test
    void rows_of_an_import_are_told_so_each() throws Exception {
        BatchResult result = desk.states.write(
                Desk.CALLER,
                "counter",
                BatchMode.CREATE,
                List.of(BatchRow.ofJson(1, Desk.json("{'total': 3}")), BatchRow.ofJson(2, Desk.json("{'total': 30}"))),
                (connection, written) -> {});
        assertThat(result.toString()).contains("Total must be less");
        assertThat(desk.count("SELECT count(*) FROM counter")).isEqualTo(1);
    }

    @Test
    void a_write_meets_tables_that_have_become_another_catalogs_and_is_run_again_with_that() throws Exception {
        Object id = desk.create("tag", "{'id': 'x', 'label': 'a'}").id();
        desk.catalogs.publishElsewhere(Desk.renamedFiles());
        RecordRow changed = desk.patch("tag", id, Precondition.version(1), "{'title': 'b'}");
        assertThat(changed.version()).isEqualTo(2);
        assertThat(desk.ask("SELECT title FROM tag")).containsExactly("b");
    }

    private ProblemException refused(String json) {
        try {
            desk.create("counter", json);
        } catch (ProblemException problem) {
            return problem;
        } catch (Exception other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("accepted: " + json);
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = desk.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
