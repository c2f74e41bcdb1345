package org.statehouse.state;

import java.util.Set;
import org.statehouse.metadata.IdType;
import org.statehouse.metadata.Relationship;

/**
 * Links of one owner that came and went.
 *
 * @param relationship as seen from the owner
 * @param idType of the other side
 * @param added ids that are linked now and were not
 * @param removed ids that were linked and are not now
 */
record LinkChange(Relationship relationship, IdType idType, Set<Object> added, Set<Object> removed) {

    boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty();
    }
}
