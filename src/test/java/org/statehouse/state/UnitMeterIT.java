package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.statehouse.problem.ProblemException;

/** Each unit of work is counted once, as what became of it; what happened inside it is counted beside. */
class UnitMeterIT {

    @Test
    void a_unit_that_runs_again_is_one_unit_with_a_reason_for_each_run() throws Exception {
        Desk desk = new Desk();
        assertThat(run(desk, List.of("40P01", "40001", "55P03"))).isEqualTo(4);
        assertThat(desk.tally.counts())
                .isEqualTo(Map.of(
                        "started", 1L, "committed", 1L, "DEADLOCK", 1L, "SERIALIZATION", 1L, "LOCK_TIMEOUT", 1L));
    }

    @Test
    void a_unit_that_is_given_up_is_rolled_back_once() throws Exception {
        Desk desk = new Desk();
        assertThatThrownBy(() -> run(desk, List.of("23503", "23503", "23503", "23503")))
                .isInstanceOf(SQLException.class);
        assertThat(desk.tally.counts()).isEqualTo(Map.of("started", 1L, "rolled back", 1L, "FOREIGN_KEY", 3L));
    }

    @Test
    void a_unit_that_takes_too_long_is_counted_as_rolled_back_too() throws Exception {
        Desk desk = new Desk(new TransactionSettings(200, 1_000));
        assertThatThrownBy(() -> desk.transactions.run(Desk.CALLER, 1, unit -> {
                    try (Statement statement = unit.connection().createStatement()) {
                        return statement.execute("SELECT pg_sleep(30)");
                    }
                }))
                .isInstanceOf(ProblemException.class);
        assertThat(desk.tally.counts()).isEqualTo(Map.of("started", 1L, "rolled back", 1L, "timed out", 1L));
        assertThat(desk.tally.longestNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void a_part_that_fails_by_itself_is_counted_and_its_unit_is_committed() throws Exception {
        Desk desk = new Desk();
        desk.transactions.run(Desk.CALLER, 1, unit -> {
            assertThatThrownBy(() -> unit.savepoint(() -> {
                        throw new SQLException("no", "23505");
                    }))
                    .isInstanceOf(SQLException.class);
            unit.savepoint(() -> {});
            return true;
        });
        assertThat(desk.tally.counts()).isEqualTo(Map.of("started", 1L, "committed", 1L, "went back", 1L));
    }

    @Test
    void a_write_of_one_statement_is_no_unit() throws Exception {
        Desk desk = new Desk();
        desk.create("counter", "{}");
        assertThat(desk.tally.counts()).isEmpty();
        desk.create("tag", "{'id': 't'}");
        assertThat(desk.tally.counts()).isEqualTo(Map.of("started", 1L, "committed", 1L));
    }

    /** Lets each run fail with the next state, and the one after them go well; gives the number of runs. */
    private static int run(Desk desk, List<String> states) throws SQLException {
        int[] runs = {0};
        return desk.transactions
                .run(Desk.CALLER, 1, unit -> {
                    int now = runs[0]++;
                    if (now < states.size()) {
                        throw new SQLException("again", states.get(now));
                    }
                    return runs[0];
                })
                .result();
    }
}
