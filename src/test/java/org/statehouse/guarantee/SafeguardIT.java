package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.log.LogSql;
import org.statehouse.log.LogStatements;

/** Each safeguard is switched off in turn; the check that passes with it must then fail with the promise's sentence. */
class SafeguardIT {

    private static final LogStatements STANDARD = LogStatements.STANDARD;

    /** The fast path for a write that takes whatever version is there. */
    static final String UNCONDITIONAL = altered(Lab.FAST_UPDATE, "version = ?", "version > ?");

    /** The same statement, made so that the position is asked for before the rows, whatever the planner prefers. */
    static final String DRAW_ASKED_FIRST =
            altered(Lab.FAST_UPDATE, "FROM r, d", "FROM d, LATERAL (SELECT r.*, d.at AS drawn FROM r OFFSET 0) r");

    private Lab lab;

    @BeforeEach
    void open() throws Exception {
        lab = Lab.open();
    }

    @Test
    void with_the_last_completed_id_for_the_oldest_running_one_a_change_is_missed() {
        LogStatements mutant = observing(altered(STANDARD.observation(), "pg_snapshot_xmin", "pg_snapshot_xmax"));
        breaks(LogPromises.COMPLETE, () -> LogScenarios.olderIdDrawsLater(lab, mutant));
    }

    @Test
    void with_an_id_that_was_taken_before_the_hole_was_seen_a_change_is_missed() {
        LogStatements mutant = new LogStatements(STANDARD.observation(), "SELECT 3", STANDARD.page());
        breaks(LogPromises.COMPLETE, () -> LogScenarios.olderIdDrawsLater(lab, mutant));
    }

    @Test
    void with_all_visible_rows_for_the_prefix_a_change_is_seen_twice() {
        LogStatements mutant =
                paging(altered(STANDARD.page(), "l.position <= (SELECT upto FROM given)", "l.position > 0"));
        breaks(LogPromises.ONCE, () -> LogScenarios.olderIdDrawsLater(lab, mutant));
    }

    @Test
    void without_a_transaction_id_before_the_draw_a_change_is_missed() throws Exception {
        lab.run("""
                CREATE OR REPLACE FUNCTION statehouse.draw_position(
                  n bigint, written timestamptz, OUT "position" bigint, OUT at timestamptz)
                LANGUAGE plpgsql VOLATILE AS $$
                BEGIN
                  "position" := nextval('statehouse.log_position');
                  at := greatest(clock_timestamp(), written);
                END $$
                """);
        breaks(LogPromises.COMPLETE, () -> LogScenarios.logOnlyFrozenAfterTheDraw(lab, STANDARD));
    }

    @Test
    void with_rows_and_position_in_two_snapshots_a_change_is_missed() throws Exception {
        String inner = STANDARD.observation().replaceFirst("\\?", "base").replaceFirst("\\?", "upto");
        lab.run("""
                CREATE FUNCTION later(base bigint, upto bigint) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
                BEGIN
                  PERFORM pg_advisory_lock_shared(2);
                  PERFORM pg_advisory_unlock_shared(2);
                  RETURN %s;
                END $$
                """.formatted(inner));
        LogStatements mutant = observing("later(?, ?)");
        breaks(LogPromises.COMPLETE, () -> LogScenarios.writeDuringList(lab, mutant));
    }

    @Test
    void with_the_draw_before_the_row_positions_come_in_another_order_than_versions() {
        String drawnFirst = UNCONDITIONAL
                .replace(
                        "WITH r AS",
                        "WITH "
                                + LogSql.DRAWN.replace(
                                        "FROM c, LATERAL statehouse.draw_position(c.n, c.at)",
                                        "FROM statehouse.draw_position(1, null)")
                                + ", r AS")
                .replace("WHERE id = ?", "FROM d WHERE id = ?")
                .replace(",\n" + LogSql.DRAWN, "");
        assertThat(drawnFirst).isNotEqualTo(UNCONDITIONAL);
        breaks(LogPromises.VERSIONS, () -> LogScenarios.secondWriterWaits(lab, drawnFirst));
    }

    @Test
    void without_the_condition_on_the_count_stale_writes_draw() throws Exception {
        String mutant = altered(DRAW_ASKED_FIRST, " HAVING count(*) > 0", "");
        assertThatThrownBy(() -> LogScenarios.staleWrites(lab, mutant))
                .as("the function refuses to draw for nothing")
                .hasMessageContaining("A position is drawn for one change at least, not for 0");
        lab.run("DELETE FROM item");
        lab.run("""
                CREATE OR REPLACE FUNCTION statehouse.draw_position(
                  n bigint, written timestamptz, OUT "position" bigint, OUT at timestamptz)
                LANGUAGE sql VOLATILE AS
                $$ SELECT nextval('statehouse.log_position'), clock_timestamp() WHERE pg_current_xact_id() IS NOT NULL $$
                """);
        breaks(LogPromises.STALE, () -> LogScenarios.staleWrites(lab, mutant));
    }

    @Test
    void with_numbers_that_sessions_keep_for_later_positions_go_backwards() throws Exception {
        lab.run("ALTER SEQUENCE statehouse.log_position CACHE 20");
        breaks(LogPromises.REAL_TIME, () -> LogScenarios.turnsOverTwoConnections(lab));
    }

    @Test
    void with_a_limit_on_rows_alone_a_transaction_is_torn() {
        LogStatements mutant = paging(STANDARD.page() + " LIMIT 2");
        breaks(LogPromises.WHOLE, () -> LogScenarios.pagesSmallerThanTransactions(lab, mutant));
    }

    private static void breaks(String promise, ThrowingCallable check) {
        assertThatThrownBy(check)
                .as("without its safeguard the check of '%s' must fail", promise)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(promise);
    }

    private static LogStatements observing(String observation) {
        return new LogStatements(observation, STANDARD.transaction(), STANDARD.page());
    }

    private static LogStatements paging(String page) {
        return new LogStatements(STANDARD.observation(), STANDARD.transaction(), page);
    }

    private static String altered(String sql, String part, String other) {
        assertThat(sql).contains(part);
        return sql.replace(part, other);
    }
}
