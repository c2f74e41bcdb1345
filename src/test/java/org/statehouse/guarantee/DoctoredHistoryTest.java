package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The validators fail on histories that break a promise, each with that promise's sentence. */
class DoctoredHistoryTest {

    private static final List<Seen> GOOD = List.of(
            new Seen(1, 1, "a", 1),
            new Seen(2, 1, "b", 1),
            new Seen(2, 2, "a", 2),
            new Seen(2, 3, "c", 1),
            new Seen(5, 1, "", 0),
            new Seen(6, 1, "a", 3));

    @Test
    void a_true_history_passes() {
        LogPromises.validate(GOOD, GOOD);
        LogPromises.wholeTransactions(GOOD, GOOD.subList(0, 4));
        LogPromises.realTime(List.of(1L, 2L, 5L));
    }

    @Test
    void a_dropped_change_is_noticed() {
        refused(LogPromises.COMPLETE, seen -> seen.remove(5));
    }

    @Test
    void a_change_that_comes_twice_is_noticed() {
        refused(LogPromises.ONCE, seen -> seen.add(seen.get(3)));
    }

    @Test
    void swapped_transactions_are_noticed() {
        refused(LogPromises.ORDERED, seen -> Collections.swap(seen, 4, 5));
    }

    @Test
    void swapped_changes_of_one_transaction_are_noticed() {
        refused(LogPromises.ORDERED, seen -> Collections.swap(seen, 1, 3));
    }

    @Test
    void a_change_that_was_rolled_back_is_noticed() {
        refused(LogPromises.NO_PHANTOM, seen -> seen.add(new Seen(7, 1, "d", 1)));
    }

    @Test
    void a_torn_transaction_is_noticed() {
        assertThatThrownBy(() -> LogPromises.wholeTransactions(GOOD, GOOD.subList(0, 3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(LogPromises.WHOLE);
    }

    @Test
    void versions_in_another_order_than_positions_are_noticed() {
        List<Seen> wrong = List.of(new Seen(1, 1, "a", 2), new Seen(2, 1, "a", 1));
        assertThatThrownBy(() -> LogPromises.validate(wrong, wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(LogPromises.VERSIONS);
    }

    @Test
    void a_version_that_is_left_out_is_noticed() {
        List<Seen> wrong = List.of(new Seen(1, 1, "a", 1), new Seen(2, 1, "a", 3));
        assertThatThrownBy(() -> LogPromises.validate(wrong, wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(LogPromises.VERSIONS);
    }

    @Test
    void a_later_transaction_with_a_lower_position_is_noticed() {
        assertThatThrownBy(() -> LogPromises.realTime(List.of(1L, 6L, 5L)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(LogPromises.REAL_TIME);
    }

    private static void refused(String promise, Consumer<List<Seen>> doctor) {
        List<Seen> seen = new ArrayList<>(GOOD);
        doctor.accept(seen);
        assertThatThrownBy(() -> LogPromises.validate(GOOD, seen))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(promise);
    }
}
