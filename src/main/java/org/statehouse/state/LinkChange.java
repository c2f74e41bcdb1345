package org.statehouse.state;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Relationship;

/**
 * Links of one owner that came, went, or have other values now. Each by the id of the other side, with the values of its
 * fields.
 *
 * @param relationship as seen from the owner
 * @param idType of the other side
 * @param added linked now and not before
 * @param removed linked before and not now, with the values that they had
 * @param set with their new values
 * @param was the old values of those in {@code set}
 */
record LinkChange(
        Relationship relationship,
        IdType idType,
        Map<Object, Map<String, @Nullable Object>> added,
        Map<Object, Map<String, @Nullable Object>> removed,
        Map<Object, Map<String, @Nullable Object>> set,
        Map<Object, Map<String, @Nullable Object>> was) {

    static LinkChange none(Relationship relationship, IdType idType) {
        return new LinkChange(
                relationship,
                idType,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && set.isEmpty();
    }

    boolean onlyRemoves() {
        return added.isEmpty() && set.isEmpty();
    }
}
