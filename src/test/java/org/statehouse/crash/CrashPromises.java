package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true after any crash: what clients were told against what is in the database. */
final class CrashPromises {

    static final String DURABLE = "Acknowledged is durable. After a success answer, kill any process at any point: the"
            + " change is in the database and in the log";
    static final String ONCE = "A write that is sent again with its key is done once";
    static final String NO_PHANTOM = "No phantom. What was refused or rolled back is never seen by anyone";
    static final String NO_LOST_UPDATE = "No lost update. A write is made to the version that it names, or not at all";
    static final String VERSIONS = "For one record the order of positions is the order of versions, without a gap, also"
            + " over a delete and a creation under the same id";
    static final String FOLD = "The records are what the log says, and the log says what was asked for";
    static final String ENDS = "A key has its answer, and an import ends with each good row written once";

    private static final int SHOWN = 20;

    /** A promise that was broken, and by what. */
    record Broken(String promise, String how) {}

    private final Collection<Deed> deeds;
    private final Evidence evidence;
    private final List<Broken> broken = new ArrayList<>();
    private final Map<String, List<Evidence.Logged>> byMark = new HashMap<>();
    private final Map<String, Evidence.Logged> byVersion = new HashMap<>();

    private CrashPromises(Collection<Deed> deeds, Evidence evidence) {
        this.deeds = deeds;
        this.evidence = evidence;
    }

    /** Fails with the sentence of each promise that is broken. */
    static void validate(Collection<Deed> deeds, Evidence evidence) {
        List<Broken> all = broken(deeds, evidence);
        assertThat(all.stream().limit(SHOWN).toList())
                .as("%d breaks of promises", all.size())
                .isEmpty();
    }

    /** Every way in which a promise is broken. */
    static List<Broken> broken(Collection<Deed> deeds, Evidence evidence) {
        CrashPromises promises = new CrashPromises(deeds, evidence);
        promises.index();
        deeds.forEach(promises::deed);
        promises.nothingElse();
        promises.records();
        evidence.unfinished().forEach(one -> promises.add(ENDS, one));
        return promises.broken;
    }

    private void index() {
        for (Evidence.Logged logged : evidence.log()) {
            byVersion.put(logged.key() + " v" + logged.version(), logged);
            if (marks(logged)) {
                byMark.computeIfAbsent(logged.mark(), mark -> new ArrayList<>()).add(logged);
            }
        }
    }

    private static boolean marks(Evidence.Logged logged) {
        return logged.op().equals("create") || logged.op().equals("update");
    }

    private void deed(Deed deed) {
        List<Evidence.Logged> made = deed.act().marks() ? byMark.getOrDefault(deed.mark(), List.of()) : unmarked(deed);
        if (made.isEmpty() && deed.outcome() == Deed.Outcome.DONE) {
            add(DURABLE, deed + " is not in the log");
        }
        if (!made.isEmpty() && deed.outcome() == Deed.Outcome.REFUSED) {
            add(NO_PHANTOM, deed + " is in the log: " + made);
        }
        if (made.size() > 1) {
            add(ONCE, deed + " is in the log more than once: " + made);
        }
        if (made.size() == 1) {
            asAskedFor(deed, made.get(0));
        }
    }

    private List<Evidence.Logged> unmarked(Deed deed) {
        Evidence.Logged next = byVersion.get(deed.key() + " v" + (deed.base() + 1));
        return next != null
                        && next.op().equals(deed.act().op())
                        && side(deed, next).contains(deed.other())
                ? List.of(next)
                : List.of();
    }

    private static Set<String> side(Deed deed, Evidence.Logged logged) {
        return switch (deed.act()) {
            case LINK -> logged.added();
            case UNLINK -> logged.removed();
            case DELETE, CREATE, CHANGE -> Set.of("");
        };
    }

    private void asAskedFor(Deed deed, Evidence.Logged made) {
        if (!made.op().equals(deed.act().op()) || !made.model().equals(deed.model())) {
            add(FOLD, deed + " became " + made);
        }
        if (deed.act().marks()
                && !Long.toString(deed.count()).equals(made.image().get("count"))) {
            add(FOLD, deed + " has written " + made.image());
        }
        boolean elsewhere = !deed.id().isEmpty() && !deed.id().equals(made.id());
        boolean told = deed.version() != 0 && deed.version() != made.version();
        boolean based = deed.act() != Deed.Act.CREATE && made.version() != deed.base() + 1;
        if (elsewhere || told || based) {
            add(NO_LOST_UPDATE, deed + " was made as " + made);
        }
    }

    /** Everything in the log was asked for by somebody. */
    private void nothingElse() {
        Set<String> marks = new HashSet<>();
        Set<Evidence.Logged> known = new HashSet<>();
        for (Deed deed : deeds) {
            if (deed.act().marks()) {
                marks.add(deed.mark());
            } else {
                known.addAll(unmarked(deed));
            }
        }
        for (Evidence.Logged logged : evidence.log()) {
            if (marks(logged) ? !marks.contains(logged.mark()) : !known.contains(logged)) {
                add(NO_PHANTOM, "Nobody has asked for " + logged);
            }
        }
    }

    private void records() {
        Map<String, List<Evidence.Logged>> histories = new LinkedHashMap<>();
        for (Evidence.Logged logged : evidence.log()) {
            histories.computeIfAbsent(logged.key(), key -> new ArrayList<>()).add(logged);
        }
        Set<String> links = new HashSet<>();
        histories.forEach((key, history) -> {
            history(history);
            end(key, history.get(history.size() - 1));
            links.addAll(links(key, history));
        });
        for (String key : evidence.rows().keySet()) {
            if (!histories.containsKey(key)) {
                add(NO_PHANTOM, "The record " + key + " is not in the log");
            }
        }
        if (!links.equals(evidence.links())) {
            Set<String> missing = new HashSet<>(links);
            missing.removeAll(evidence.links());
            Set<String> more = new HashSet<>(evidence.links());
            more.removeAll(links);
            add(FOLD, "The log has the links " + missing + ", the table has " + more);
        }
    }

    private void history(List<Evidence.Logged> history) {
        Evidence.Logged last = null;
        for (Evidence.Logged next : history) {
            if (next.version() != (last == null ? 1 : last.version() + 1)) {
                add(VERSIONS, next + " comes after " + last);
            }
            if (last != null) {
                follows(last, next);
            }
            last = next;
        }
    }

    /** The old values are those of the image before, and nobody has counted on what was changed since. */
    private void follows(Evidence.Logged last, Evidence.Logged next) {
        next.before().forEach((field, value) -> {
            if (last.image().containsKey(field) && !value.equals(last.image().get(field))) {
                add(
                        FOLD,
                        next + " says that " + field + " was " + value + ", " + last + " that it is "
                                + last.image().get(field));
            }
        });
        if (next.op().equals("update") && number(next) != number(last) + 1) {
            add(NO_LOST_UPDATE, next + " has counted to " + number(next) + " from " + number(last));
        }
    }

    private static long number(Evidence.Logged logged) {
        String count = logged.image().getOrDefault("count", "null");
        return count.equals("null") ? 0 : Long.parseLong(count);
    }

    /** The record is what its last change left. */
    private void end(String key, Evidence.Logged last) {
        Evidence.Row row = evidence.rows().get(key);
        if (last.op().equals("delete")) {
            Long tombstone = evidence.tombstones().get(key);
            if (row != null || tombstone == null || tombstone != last.version()) {
                add(FOLD, last + " left " + row + " and the tombstone " + tombstone);
            }
            return;
        }
        if (row == null || row.version() != last.version()) {
            add(FOLD, last + " left " + row);
            return;
        }
        last.image().forEach((field, value) -> {
            if (row.values().containsKey(field) && !value.equals(row.values().get(field))) {
                add(
                        FOLD,
                        last + " has " + field + " = " + value + ", the record has "
                                + row.values().get(field));
            }
        });
        if (!last.image().keySet().containsAll(Set.of("mark", "count"))) {
            add(FOLD, last + " has only " + last.image());
        }
    }

    private static Set<String> links(String key, List<Evidence.Logged> history) {
        Set<String> links = new HashSet<>();
        for (Evidence.Logged one : history) {
            if (one.op().equals("delete")) {
                links.clear();
            }
            one.added().forEach(other -> links.add(key + " " + other));
            one.removed().forEach(other -> links.remove(key + " " + other));
        }
        return links;
    }

    private void add(String promise, String how) {
        broken.add(new Broken(promise, how));
    }
}
