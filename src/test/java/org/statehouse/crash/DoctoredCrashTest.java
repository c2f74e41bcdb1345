package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.statehouse.crash.Deed.Act;
import org.statehouse.crash.Deed.Outcome;
import org.statehouse.crash.Evidence.Logged;
import org.statehouse.crash.Evidence.Row;

/** The check after a crash fails on evidence that breaks a promise, with that promise's sentence. */
class DoctoredCrashTest {

    /** A record that is changed and linked, one that is deleted and made again, and three whose clients know less. */
    private static final class Case {
        private final List<Deed> deeds = new ArrayList<>(List.of(
                deed("a1", Act.CREATE, "1", 0, 0, Outcome.DONE, 1),
                deed("a2", Act.CHANGE, "1", 1, 1, Outcome.DONE, 2),
                linked("a3", Act.LINK, "1", 2, Outcome.DONE, 3),
                deed("a4", Act.CHANGE, "1", 1, 1, Outcome.REFUSED, 0),
                deed("b1", Act.CREATE, "2", 0, 0, Outcome.DONE, 1),
                deed("b2", Act.DELETE, "2", 1, 0, Outcome.DONE, 0),
                deed("b3", Act.CREATE, "2", 2, 0, Outcome.UNKNOWN, 0),
                deed("b4", Act.DELETE, "2", 3, 0, Outcome.DONE, 0),
                deed("c1", Act.CREATE, "", 0, 5, Outcome.UNKNOWN, 0),
                deed("c2", Act.CREATE, "", 0, 5, Outcome.UNKNOWN, 0),
                deed("d1", Act.CREATE, "4", 0, 0, Outcome.REFUSED, 0)));
        private final List<Logged> log = new ArrayList<>(List.of(
                logged(1, "1", 1, "create", image("a1", 0), Map.of()),
                logged(2, "2", 1, "create", image("b1", 0), Map.of()),
                logged(4, "1", 2, "update", image("a2", 1), image("a1", 0)),
                logged(5, "2", 2, "delete", Map.of(), image("b1", 0)),
                new Logged(7, 1, "slot", "1", 3, "link", image("a2", 1), Map.of(), Set.of("t"), Set.of()),
                logged(8, "2", 3, "create", image("b3", 0), Map.of()),
                logged(9, "2", 4, "delete", Map.of(), image("b3", 0)),
                logged(10, "3", 1, "create", image("c1", 5), Map.of())));
        private final Map<String, Row> rows =
                new HashMap<>(Map.of("slot 1", new Row(3, image("a2", 1)), "slot 3", new Row(1, image("c1", 5))));
        private final Map<String, Long> tombstones = new HashMap<>(Map.of("slot 2", 4L));
        private final Set<String> links = new HashSet<>(Set.of("slot 1 t"));
        private final List<String> unfinished = new ArrayList<>();

        private void validate() {
            CrashPromises.validate(deeds, new Evidence(log, rows, tombstones, links, unfinished));
        }
    }

    private static Deed deed(String mark, Act act, String id, long base, long count, Outcome outcome, long version) {
        return new Deed(mark, act, "slot", id, base, count, "", outcome, version);
    }

    private static Deed linked(String mark, Act act, String id, long base, Outcome outcome, long version) {
        return new Deed(mark, act, "slot", id, base, 0, "t", outcome, version);
    }

    private static Map<String, String> image(String mark, long count) {
        return Map.of("mark", '"' + mark + '"', "count", Long.toString(count));
    }

    private static Logged logged(
            long position, String id, long version, String op, Map<String, String> image, Map<String, String> before) {
        return new Logged(position, 1, "slot", id, version, op, image, before, Set.of(), Set.of());
    }

    @Test
    void what_is_true_passes() {
        new Case().validate();
    }

    @Test
    void an_acknowledged_write_that_is_not_in_the_log_is_noticed() {
        refused(CrashPromises.DURABLE, bad -> bad.log.remove(2));
        refused(CrashPromises.DURABLE, bad -> bad.log.remove(4));
        refused(CrashPromises.DURABLE, bad -> bad.log.remove(6));
    }

    @Test
    void a_write_that_is_done_twice_is_noticed_also_when_nobody_knows_of_it() {
        refused(CrashPromises.ONCE, bad -> {
            bad.log.add(logged(11, "5", 1, "create", image("c1", 5), Map.of()));
            bad.rows.put("slot 5", new Row(1, image("c1", 5)));
        });
        refused(CrashPromises.ONCE, bad -> bad.log.add(logged(11, "1", 4, "update", image("a2", 2), Map.of())));
    }

    @Test
    void what_was_refused_or_never_asked_for_is_noticed() {
        refused(CrashPromises.NO_PHANTOM, bad -> bad.log.add(logged(11, "4", 1, "create", image("d1", 0), Map.of())));
        refused(CrashPromises.NO_PHANTOM, bad -> bad.log.add(logged(11, "4", 1, "create", image("e1", 0), Map.of())));
        refused(CrashPromises.NO_PHANTOM, bad -> bad.log.add(logged(11, "3", 2, "delete", Map.of(), Map.of())));
        refused(CrashPromises.NO_PHANTOM, bad -> bad.rows.put("slot 9", new Row(1, image("a1", 0))));
    }

    @Test
    void a_lost_update_is_noticed() {
        refused(CrashPromises.NO_LOST_UPDATE, bad -> {
            bad.deeds.add(deed("a5", Act.CHANGE, "1", 2, 2, Outcome.DONE, 4));
            bad.log.add(logged(11, "1", 4, "update", image("a5", 2), Map.of()));
            bad.rows.put("slot 1", new Row(4, image("a5", 2)));
        });
        refused(CrashPromises.NO_LOST_UPDATE, bad -> {
            bad.deeds.add(deed("a5", Act.CHANGE, "1", 3, 1, Outcome.DONE, 4));
            bad.log.add(logged(11, "1", 4, "update", image("a5", 1), Map.of()));
            bad.rows.put("slot 1", new Row(4, image("a5", 1)));
        });
        refused(
                CrashPromises.NO_LOST_UPDATE,
                bad -> bad.deeds.set(0, deed("a1", Act.CREATE, "1", 0, 0, Outcome.DONE, 2)));
    }

    @Test
    void versions_that_leave_one_out_come_twice_or_start_again_are_noticed() {
        refused(CrashPromises.VERSIONS, bad -> bad.log.set(7, logged(10, "3", 2, "create", image("c1", 5), Map.of())));
        refused(CrashPromises.VERSIONS, bad -> bad.log.set(5, logged(8, "2", 1, "create", image("b3", 0), Map.of())));
        refused(CrashPromises.VERSIONS, bad -> bad.log.add(2, bad.log.remove(0)));
    }

    @Test
    void a_record_that_is_not_what_the_log_says_is_noticed() {
        refused(CrashPromises.FOLD, bad -> bad.rows.put("slot 1", new Row(3, image("a2", 2))));
        refused(CrashPromises.FOLD, bad -> bad.rows.put("slot 1", new Row(2, image("a2", 1))));
        refused(CrashPromises.FOLD, bad -> bad.rows.remove("slot 3"));
        refused(CrashPromises.FOLD, bad -> bad.tombstones.put("slot 2", 2L));
        refused(CrashPromises.FOLD, bad -> bad.tombstones.remove("slot 2"));
        refused(CrashPromises.FOLD, bad -> bad.rows.put("slot 2", new Row(4, image("b3", 0))));
        refused(CrashPromises.FOLD, bad -> bad.links.clear());
        refused(CrashPromises.FOLD, bad -> bad.links.add("slot 3 t"));
    }

    @Test
    void a_log_that_says_something_else_than_what_was_asked_for_is_noticed() {
        refused(CrashPromises.FOLD, bad -> bad.log.set(2, logged(4, "1", 2, "update", image("a2", 1), image("x", 0))));
        refused(CrashPromises.FOLD, bad -> bad.deeds.set(8, deed("c1", Act.CREATE, "", 0, 6, Outcome.UNKNOWN, 0)));
        refused(CrashPromises.FOLD, bad -> bad.deeds.set(4, deed("b1", Act.CHANGE, "2", 0, 0, Outcome.DONE, 1)));
    }

    @Test
    void what_has_not_ended_is_noticed() {
        refused(CrashPromises.ENDS, bad -> bad.unfinished.add("job 1 running"));
    }

    @Test
    void every_break_of_a_promise_is_counted() {
        Case bad = new Case();
        bad.log.remove(2);
        bad.unfinished.add("job 1 running");
        assertThat(CrashPromises.broken(
                        bad.deeds, new Evidence(bad.log, bad.rows, bad.tombstones, bad.links, bad.unfinished)))
                .extracting(CrashPromises.Broken::promise)
                .contains(CrashPromises.DURABLE, CrashPromises.VERSIONS, CrashPromises.ENDS);
    }

    private static void refused(String promise, Consumer<Case> doctor) {
        Case bad = new Case();
        doctor.accept(bad);
        assertThatThrownBy(bad::validate).isInstanceOf(AssertionError.class).hasMessageContaining(promise);
    }
}
