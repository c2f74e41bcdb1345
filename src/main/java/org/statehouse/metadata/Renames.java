package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renames of one kind in one place. What takes a name that another one still has steps aside first, so that names can be
 * passed on and exchanged.
 */
final class Renames {

    private record Rename(String statement, String from, String to, String aside) {
        Act act(Act.Phase phase, String was, String becomes) {
            return new Act(phase, statement.formatted(Sql.quote(was), Sql.quote(becomes)));
        }
    }

    private final List<Rename> renames = new ArrayList<>();
    private final PendingNames pending;
    private final Act.Phase stepAside;
    private final Act.Phase rename;
    private final Act.Phase stepIn;

    private Renames(PendingNames pending, Act.Phase stepAside, Act.Phase rename, Act.Phase stepIn) {
        this.pending = pending;
        this.stepAside = stepAside;
        this.rename = rename;
        this.stepIn = stepIn;
    }

    static Renames ofParts(PendingNames pending) {
        return new Renames(pending, Act.Phase.PARTS_ASIDE, Act.Phase.PARTS, Act.Phase.PARTS_IN);
    }

    static Renames ofTables(PendingNames pending) {
        return new Renames(pending, Act.Phase.TABLES_ASIDE, Act.Phase.TABLES, Act.Phase.TABLES_IN);
    }

    /** @param statement with two places, for the name before and the one after, both quoted */
    void add(String statement, String from, String to) {
        if (!from.equals(to)) {
            renames.add(new Rename(statement, from, to, pending.next()));
        }
    }

    List<Act> acts() {
        Set<String> held = renames.stream().map(Rename::from).collect(Collectors.toSet());
        List<Act> acts = new ArrayList<>();
        for (Rename one : renames) {
            if (held.contains(one.to())) {
                acts.add(one.act(stepAside, one.from(), one.aside()));
                acts.add(one.act(stepIn, one.aside(), one.to()));
            } else {
                acts.add(one.act(rename, one.from(), one.to()));
            }
        }
        return acts;
    }
}
