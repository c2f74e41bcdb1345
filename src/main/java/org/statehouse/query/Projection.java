package org.statehouse.query;

import java.util.HashSet;
import java.util.Set;

/**
 * Which members of a record an answer has. {@code id} and {@code version} are always there.
 *
 * @param all whether every member is wanted
 * @param names the wanted members, fields and system fields, when not all are
 */
public record Projection(boolean all, Set<String> names) {

    /** The whole record. */
    public static final Projection ALL = new Projection(true, Set.of());

    public Projection {
        names = Set.copyOf(names);
    }

    /** These members, {@code id} and {@code version}. */
    public static Projection of(Set<String> names) {
        return new Projection(false, names);
    }

    /** The same and these too. */
    public Projection and(Set<String> more) {
        if (all || more.isEmpty()) {
            return this;
        }
        Set<String> together = new HashSet<>(names);
        together.addAll(more);
        return of(together);
    }

    /** Whether the answer has this member. */
    public boolean includes(String name) {
        return all || names.contains(name);
    }
}
