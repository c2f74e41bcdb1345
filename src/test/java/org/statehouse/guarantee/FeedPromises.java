package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.statehouse.log.Cursor;

/** What those who follow are promised, as validators of what they heard. Each fails with the promise's own sentence. */
final class FeedPromises {

    static final String ORDERED = "Changes are told in the order of the log";
    static final String UNIQUE = "No change is told twice, also over reconnects";
    static final String RELIABLE = "Every change is told, also over reconnects";
    static final String ATOMIC = "The changes of a transaction are told together";
    static final String RESUMABLE = "The cursor of every change goes on after it";
    static final String BOOKMARKABLE = "Everything up to a progress mark has been told";
    static final String FILTER =
            "Who filters hears of the records that match, begin to match or cease to, and of no others";

    private FeedPromises() {}

    /**
     * One change as somebody heard it.
     *
     * @param cursor of the change
     * @param record its id
     * @param version of the record
     * @param op what it was told as
     */
    record Heard(String cursor, long record, long version, String op) {

        long position() {
            return Cursor.parse(cursor).prefix();
        }

        /** The same change, however it was told. */
        String change() {
            return record + "/" + version;
        }
    }

    /**
     * Changes that came in one message, and are the last ones of their transaction, or a progress mark without any.
     *
     * @param changes in order
     * @param mark the cursor of a progress mark, else empty
     */
    record Message(List<Heard> changes, String mark) {}

    /** A follower's messages, over all its connections, against all changes in the log. */
    static void validate(List<Heard> truth, List<Message> messages) {
        List<Heard> heard = all(messages);
        unique(heard);
        ordered(heard);
        reliable(truth, heard);
        atomic(truth, messages);
        resumable(truth, heard);
        bookmarkable(truth, messages);
    }

    static List<Heard> all(List<Message> messages) {
        List<Heard> all = new ArrayList<>();
        messages.forEach(message -> all.addAll(message.changes()));
        return all;
    }

    static void unique(List<Heard> heard) {
        assertThat(heard.stream().map(Heard::change)).as(UNIQUE).doesNotHaveDuplicates();
    }

    static void ordered(List<Heard> heard) {
        for (int i = 1; i < heard.size(); i++) {
            assertThat(heard.get(i).position())
                    .as(ORDERED + ": %s, %s", heard.get(i - 1), heard.get(i))
                    .isGreaterThanOrEqualTo(heard.get(i - 1).position());
        }
    }

    static void reliable(List<Heard> truth, List<Heard> heard) {
        Set<String> known = new HashSet<>();
        heard.forEach(one -> known.add(one.change()));
        assertThat(truth.stream().map(Heard::change).filter(one -> !known.contains(one)))
                .as(RELIABLE)
                .isEmpty();
    }

    static void atomic(List<Heard> truth, List<Message> messages) {
        Map<Long, Integer> sizes = new HashMap<>();
        truth.forEach(one -> sizes.merge(one.position(), 1, Integer::sum));
        for (Message message : messages) {
            Map<Long, Integer> told = new HashMap<>();
            message.changes().forEach(one -> told.merge(one.position(), 1, Integer::sum));
            told.forEach((position, size) ->
                    assertThat(size).as(ATOMIC + ": %s", message).isEqualTo(sizes.get(position)));
        }
    }

    /** What is told with a cursor is what the log has at it: else who goes on from there misses something. */
    static void resumable(List<Heard> truth, List<Heard> heard) {
        Map<String, String> cursors = new HashMap<>();
        truth.forEach(one -> cursors.put(one.change(), one.cursor()));
        assertThat(heard)
                .as(RESUMABLE)
                .allSatisfy(one -> assertThat(one.cursor()).isEqualTo(cursors.get(one.change())));
    }

    static void bookmarkable(List<Heard> truth, List<Message> messages) {
        Set<String> known = new HashSet<>();
        for (Message message : messages) {
            message.changes().forEach(one -> known.add(one.change()));
            if (!message.mark().isEmpty()) {
                long upTo = Cursor.parse(message.mark()).prefix();
                assertThat(truth.stream().filter(one -> one.position() <= upTo && !known.contains(one.change())))
                        .as(BOOKMARKABLE)
                        .isEmpty();
            }
        }
    }

    /** What was told to who filters, against what had to be. */
    static void filter(List<Heard> expected, List<Heard> heard) {
        assertThat(heard.stream().map(one -> one.change() + " " + one.op()))
                .as(FILTER)
                .containsExactlyElementsOf(expected.stream()
                        .map(one -> one.change() + " " + one.op())
                        .toList());
    }
}
