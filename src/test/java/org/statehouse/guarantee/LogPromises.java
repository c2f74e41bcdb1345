package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the log promises, as validators of histories. Each fails with the promise's own sentence. */
final class LogPromises {

    static final String COMPLETE = "Every committed change is seen by every reader that resumes from its cursor";
    static final String ONCE = "No change is seen twice";
    static final String ORDERED = "Changes are seen in the order of their positions";
    static final String NO_PHANTOM = "What was rolled back is never seen by anyone";
    static final String WHOLE = "A page ends only at the end of a transaction";
    static final String VERSIONS = "For one record position order is version order";
    static final String REAL_TIME = "A transaction that begins after another was acknowledged has a greater position";
    static final String STALE = "A write that finds another version writes nothing and draws no position";

    private LogPromises() {}

    /** A reader's history against what was committed. */
    static void validate(Collection<Seen> committed, List<Seen> seen) {
        noPhantom(committed, seen);
        once(seen);
        ordered(seen);
        complete(committed, seen);
        versionsFollowPositions(seen);
    }

    static void complete(Collection<Seen> committed, List<Seen> seen) {
        assertThat(new HashSet<>(seen)).as(COMPLETE).containsAll(committed);
    }

    static void once(List<Seen> seen) {
        assertThat(seen).as(ONCE).doesNotHaveDuplicates();
    }

    static void ordered(List<Seen> seen) {
        for (int i = 1; i < seen.size(); i++) {
            Seen before = seen.get(i - 1);
            Seen after = seen.get(i);
            boolean ascending = before.position() < after.position()
                    || (before.position() == after.position() && before.ordinal() < after.ordinal());
            assertThat(ascending).as(ORDERED + ": %s, %s", before, after).isTrue();
        }
    }

    static void noPhantom(Collection<Seen> committed, List<Seen> seen) {
        Set<Seen> real = new HashSet<>(committed);
        assertThat(seen).as(NO_PHANTOM).allMatch(real::contains);
    }

    static void wholeTransactions(Collection<Seen> committed, List<Seen> page) {
        if (page.isEmpty()) {
            return;
        }
        Seen end = page.get(page.size() - 1);
        assertThat(committed)
                .as(WHOLE + ": %s", end)
                .noneMatch(other -> other.position() == end.position() && other.ordinal() > end.ordinal());
    }

    static void versionsFollowPositions(List<Seen> seen) {
        Map<String, Long> latest = new HashMap<>();
        for (Seen change : seen) {
            if (change.record().isEmpty()) {
                continue;
            }
            Long before = latest.put(change.record(), change.version());
            long expected = before == null ? 1 : before + 1;
            assertThat(change.version()).as(VERSIONS + ": %s", change).isEqualTo(expected);
        }
    }

    /** Positions in the order in which one client was told of them. */
    static void realTime(List<Long> acknowledged) {
        for (int i = 1; i < acknowledged.size(); i++) {
            assertThat(acknowledged.get(i)).as(REAL_TIME).isGreaterThan(acknowledged.get(i - 1));
        }
    }
}
