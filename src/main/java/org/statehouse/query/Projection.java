package org.statehouse.query;

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

    /** Whether the answer has this member. */
    public boolean includes(String name) {
        return all || names.contains(name);
    }
}
