package org.statehouse.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettledTest {

    private static final UUID EPOCH = UUID.fromString("01234567-89ab-4def-8123-456789abcdef");

    @Test
    void what_is_visible_without_a_gap_is_settled() {
        assertThat(at(10).with(seen(100, 10, 14)).upTo()).isEqualTo(14);
    }

    @Test
    void nothing_above_a_gap_is_settled() {
        assertThat(at(10).with(seen(100, 10, 14, new Range(12, 12))).upTo()).isEqualTo(11);
    }

    @Test
    void a_hole_stays_open_while_a_transaction_from_before_runs() {
        Settled waiting = at(10).with(seen(100, 10, 14, new Range(11, 11))).waitingFor(14, 120);
        Settled later = waiting.with(seen(119, 10, 14, new Range(11, 11)));
        assertThat(later.upTo()).isEqualTo(10);
        assertThat(later.barrier()).isNotNull();
    }

    @Test
    void a_hole_is_dead_when_every_transaction_from_before_is_over() {
        Settled waiting = at(10).with(seen(100, 10, 14, new Range(11, 11))).waitingFor(14, 120);
        Settled later = waiting.with(seen(120, 10, 14, new Range(11, 11)));
        assertThat(later.upTo()).isEqualTo(14);
        assertThat(later.barrier()).isNull();
    }

    @Test
    void holes_above_the_head_that_was_seen_are_not_covered() {
        Settled waiting = at(10).with(seen(100, 10, 14, new Range(11, 11))).waitingFor(14, 120);
        Settled later = waiting.with(seen(130, 10, 20, new Range(11, 11), new Range(17, 18)));
        assertThat(later.upTo()).isEqualTo(16);
        assertThat(later.needsBarrier()).isTrue();
    }

    @Test
    void a_look_that_began_higher_than_what_is_settled_says_nothing() {
        assertThat(at(10).with(seen(100, 15, 20)).upTo()).isEqualTo(10);
    }

    @Test
    void what_is_settled_never_goes_back() {
        Settled now = at(10).with(seen(100, 10, 14));
        assertThat(now.with(seen(100, 10, 12)).upTo()).isEqualTo(14);
    }

    private static Settled at(long upTo) {
        return new Settled(EPOCH, 0, upTo, upTo, null);
    }

    private static Observation seen(long oldestRunning, long base, long head, Range... gaps) {
        return new Observation(EPOCH, 0, head, null, oldestRunning, base, head, List.of(gaps));
    }
}
