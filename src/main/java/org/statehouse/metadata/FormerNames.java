package org.statehouse.metadata;

import java.util.List;
import java.util.Map;

/**
 * What files say that things were called before ({@code renamedFrom}), so that a thing under a new name is known as the
 * same.
 *
 * @param byKey former names by the key that {@link Numbers} has for the thing under its name of today
 */
record FormerNames(Map<String, List<String>> byKey) {

    static final FormerNames NONE = new FormerNames(Map.of());

    /** The former names of one thing, none if there are none. */
    List<String> of(String key) {
        return byKey.getOrDefault(key, List.of());
    }
}
