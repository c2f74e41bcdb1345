package org.statehouse.metadata;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to put checked files in force.
 *
 * @param before the catalog in force, null before the first
 * @param next the one that the files make; that in force when they are what it was made of
 * @param numbers of everything in it
 * @param migration the way there
 * @param steps of the way, with what the records have to do with each
 */
record Plan(@Nullable Catalog before, Catalog next, Numbers numbers, Migration migration, List<Assessment> steps) {

    /** Whether the files are in force already. */
    boolean isDone() {
        return before != null && before.version() == next.version();
    }

    /** What keeps it from being done, whatever anybody says. */
    List<String> obstacles() {
        return Stream.concat(
                        migration.faults().stream(),
                        steps.stream().map(Assessment::obstacle).filter(Objects::nonNull))
                .toList();
    }

    /** What must be said and has not been. */
    List<String> missing(Set<String> consent) {
        return steps.stream()
                .map(Assessment::consent)
                .filter(Objects::nonNull)
                .filter(one -> !consent.contains(one))
                .distinct()
                .toList();
    }

    /** What was said and need not have been. */
    List<String> unused(Set<String> consent) {
        List<String> needed = missing(Set.of());
        return consent.stream().filter(one -> !needed.contains(one)).sorted().toList();
    }
}
