package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A closure runs again, as a whole, after what may go well the next time, and after nothing else. */
class TransactionRetryIT {

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001", "55P03", "23503"})
    void a_unit_runs_again_three_times_and_only_the_last_run_counts(String state) throws Exception {
        assertThat(run(state, 3)).isEqualTo(4);
        assertThat(desk.count("SELECT count(*) FROM tag")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001", "55P03", "23503"})
    void a_unit_that_fails_a_fourth_time_is_given_up_with_nothing_written(String state) throws Exception {
        assertThatThrownBy(() -> run(state, 4)).hasFieldOrPropertyWithValue("SQLState", state);
        assertThat(desk.count("SELECT count(*) FROM tag")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23514", "22001", "57014"})
    void a_unit_does_not_run_again_after_another_failure(String state) throws Exception {
        assertThatThrownBy(() -> run(state, 1)).hasFieldOrPropertyWithValue("SQLState", state);
        assertThat(desk.count("SELECT count(*) FROM tag")).isZero();
    }

    /** Writes a row and lets the database fail the first runs with a state; gives the number of runs. */
    private int run(String state, int failures) throws SQLException {
        int[] runs = {0};
        return desk.transactions
                .run(Desk.CALLER, 1, unit -> {
                    runs[0]++;
                    try (Statement statement = unit.connection().createStatement()) {
                        statement.execute("INSERT INTO tag (id, \"version\", \"createdAt\", \"createdBy\","
                                + " \"updatedAt\", \"updatedBy\") VALUES ('t', 1, now(), 't', now(), 't')");
                        if (runs[0] <= failures) {
                            statement.execute(
                                    "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '" + state + "'; END $$");
                        }
                    }
                    return runs[0];
                })
                .result();
    }
}
