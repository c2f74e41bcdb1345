package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.database.StartFailure;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** A unit of work ends in time, whatever it waits for, and leaves nothing behind. */
class TransactionTimeoutIT {

    private static final long TIMEOUT = 500;

    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk(new TransactionSettings(TIMEOUT, 120_000));
    }

    @Test
    void a_unit_that_waits_for_a_row_of_others_is_rolled_back_in_time() throws Exception {
        desk.create("owner", "{'id': 1, 'name': 'Ada'}");
        long entries = desk.count("SELECT count(*) FROM statehouse.change_log");
        try (Connection other = desk.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT FROM owner FOR UPDATE");
            requireTimeout(() -> desk.delete("owner", 1, Precondition.ANY));
        }
        assertThat(desk.count("SELECT count(*) FROM owner")).isEqualTo(1);
        assertThat(desk.count("SELECT count(*) FROM statehouse.change_log")).isEqualTo(entries);
        desk.delete("owner", 1, Precondition.ANY);
        assertThat(desk.count("SELECT count(*) FROM owner")).isZero();
    }

    @Test
    void many_short_statements_are_too_long_together_and_what_they_wrote_is_gone() throws Exception {
        requireTimeout(() -> desk.transactions.run(Desk.CALLER, 1, unit -> {
            for (int i = 0; i < 1_000; i++) {
                try (Statement statement = unit.connection().createStatement()) {
                    statement.execute("INSERT INTO tag (id, \"version\", \"createdAt\", \"createdBy\", \"updatedAt\","
                            + " \"updatedBy\") VALUES ('t" + i + "', 1, now(), 't', now(), 't')");
                    statement.execute("SELECT pg_sleep(0.02)");
                }
            }
            return true;
        }));
        assertThat(desk.count("SELECT count(*) FROM tag")).isZero();
    }

    @Test
    void the_retries_of_a_unit_have_one_timeout_together() {
        int[] runs = {0};
        requireTimeout(() -> desk.transactions.run(Desk.CALLER, 1, unit -> {
            runs[0]++;
            try (Statement statement = unit.connection().createStatement()) {
                statement.execute("SELECT pg_sleep(0.3)");
                statement.execute("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$");
            }
            return true;
        }));
        assertThat(runs[0]).isEqualTo(2);
    }

    @Test
    void the_time_of_one_unit_does_not_bind_the_next_user_of_its_connection() throws Exception {
        List<String> before = desk.ask("SHOW statement_timeout");
        desk.create("owner", "{'id': 1}");
        assertThat(desk.ask("SHOW statement_timeout")).isEqualTo(before);
    }

    @Test
    void a_timeout_out_of_its_range_is_refused_by_name_value_and_range() {
        for (long wrong : List.of(0L, 99L, 240_001L)) {
            assertThatThrownBy(() -> new TransactionSettings(wrong, 120_000))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("STATEHOUSE_TRANSACTION_TIMEOUT")
                    .hasMessageContaining("is " + wrong)
                    .hasMessageContaining("100 to 240000");
            assertThatThrownBy(() -> new TransactionSettings(10_000, wrong))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("STATEHOUSE_IMPORT_TIMEOUT")
                    .hasMessageContaining("is " + wrong)
                    .hasMessageContaining("1000 to 240000");
        }
    }

    private static void requireTimeout(ThrowingCallable call) {
        long start = System.nanoTime();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().type()).isEqualTo(ProblemType.TRANSACTION_TIMEOUT));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(6 * TIMEOUT));
    }
}
