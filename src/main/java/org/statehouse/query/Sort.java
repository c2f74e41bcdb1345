package org.statehouse.query;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The order of a list. Nulls come last ascending and first descending; texts by code point; the id is always the last
 * key, ascending unless it was asked for otherwise, so that no two records are equal.
 *
 * @param keys one at least, the last or an earlier one is the id
 */
public record Sort(List<Key> keys) {

    /**
     * One key.
     *
     * @param path what is sorted by
     * @param descending from the greatest to the least
     */
    public record Key(Path path, boolean descending) {}

    public Sort {
        keys = List.copyOf(keys);
    }

    /** As it is written in a query. */
    public String text() {
        return keys.stream()
                .map(key -> (key.descending() ? "-" : "") + key.path().text())
                .collect(Collectors.joining(","));
    }
}
