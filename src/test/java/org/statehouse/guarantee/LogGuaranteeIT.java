package org.statehouse.guarantee;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.log.LogStatements;

/** The interleavings that broke logs of this kind elsewhere. */
class LogGuaranteeIT {

    private static final LogStatements STANDARD = LogStatements.STANDARD;

    private Lab lab;

    @BeforeEach
    void open() throws Exception {
        lab = Lab.open();
    }

    @Test
    void a_position_drawn_by_a_younger_transaction_is_waited_for_ids_103_and_104() throws Exception {
        LogScenarios.olderIdDrawsLater(lab, STANDARD);
    }

    @Test
    void a_position_whose_transaction_rolls_back_is_passed_and_never_seen() throws Exception {
        LogScenarios.drawnAndRolledBack(lab, STANDARD);
    }

    @Test
    void a_transaction_that_only_appends_is_waited_for_from_its_draw_on() throws Exception {
        LogScenarios.logOnlyFrozenAfterTheDraw(lab, STANDARD);
    }

    @Test
    void who_follows_from_a_list_sees_what_the_list_does_not_show_and_nothing_else() throws Exception {
        LogScenarios.writeDuringList(lab, STANDARD);
    }

    @Test
    void a_writer_that_waited_for_the_row_has_the_greater_position() throws Exception {
        LogScenarios.secondWriterWaits(lab, SafeguardIT.UNCONDITIONAL);
    }

    @Test
    void a_hundred_stale_writes_draw_no_position() throws Exception {
        LogScenarios.staleWrites(lab, Lab.FAST_UPDATE);
    }

    @Test
    void a_hundred_stale_writes_draw_no_position_even_when_the_plan_asks_for_it_first() throws Exception {
        LogScenarios.staleWrites(lab, SafeguardIT.DRAW_ASKED_FIRST);
    }

    @Test
    void a_transaction_that_begins_after_another_was_acknowledged_has_a_greater_position() throws Exception {
        LogScenarios.turnsOverTwoConnections(lab);
    }

    @Test
    void a_page_ends_only_at_the_end_of_a_transaction() throws Exception {
        LogScenarios.pagesSmallerThanTransactions(lab, STANDARD);
    }
}
