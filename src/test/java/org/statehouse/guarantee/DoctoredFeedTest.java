package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.statehouse.guarantee.FeedPromises.Heard;
import org.statehouse.guarantee.FeedPromises.Message;
import org.statehouse.log.Cursor;

/** The validators fail on histories that break a promise, each with that promise's sentence. */
class DoctoredFeedTest {

    private static final Heard FIRST = heard(1, 0, 1, 1, "create");
    private static final Heard SECOND = heard(2, 1, 2, 1, "create");
    private static final Heard THIRD = heard(2, 0, 1, 2, "update");
    private static final Heard FOURTH = heard(5, 0, 2, 2, "delete");
    private static final List<Heard> TRUTH = List.of(FIRST, SECOND, THIRD, FOURTH);

    private static final List<Message> GOOD = List.of(
            new Message(List.of(FIRST), ""),
            new Message(List.of(SECOND, THIRD), ""),
            new Message(List.of(), cursor(4, 0)),
            new Message(List.of(FOURTH), ""));

    @Test
    void a_true_history_passes() {
        FeedPromises.validate(TRUTH, GOOD);
        FeedPromises.filter(TRUTH, TRUTH);
    }

    @Test
    void a_lost_change_is_noticed() {
        refused(FeedPromises.RELIABLE, messages -> messages.remove(3));
    }

    @Test
    void a_change_that_is_told_again_is_noticed() {
        refused(FeedPromises.UNIQUE, messages -> messages.add(messages.get(0)));
    }

    @Test
    void swapped_messages_are_noticed() {
        refused(FeedPromises.ORDERED, messages -> Collections.swap(messages, 0, 1));
    }

    @Test
    void a_torn_transaction_is_noticed() {
        refused(FeedPromises.ATOMIC, messages -> {
            messages.set(1, new Message(List.of(SECOND), ""));
            messages.add(2, new Message(List.of(THIRD), ""));
        });
    }

    @Test
    void a_mark_that_comes_too_early_is_noticed() {
        refused(FeedPromises.BOOKMARKABLE, messages -> Collections.swap(messages, 1, 2));
    }

    @Test
    void a_cursor_that_would_skip_something_is_noticed() {
        Heard skipping = heard(2, 0, 2, 1, "create");
        refused(FeedPromises.RESUMABLE, messages -> messages.set(1, new Message(List.of(skipping, THIRD), "")));
    }

    @Test
    void a_change_that_does_not_match_is_noticed() {
        assertThatThrownBy(() -> FeedPromises.filter(TRUTH.subList(0, 3), TRUTH))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(FeedPromises.FILTER);
    }

    private static void refused(String promise, Consumer<List<Message>> doctor) {
        List<Message> messages = new ArrayList<>(GOOD);
        doctor.accept(messages);
        assertThatThrownBy(() -> FeedPromises.validate(TRUTH, messages))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(promise);
    }

    private static Heard heard(long position, int ordinal, long record, long version, String op) {
        return new Heard(cursor(position, ordinal), record, version, op);
    }

    private static String cursor(long position, int ordinal) {
        return new Cursor(7, position, ordinal, 0, position, List.of()).text();
    }
}
