package org.statehouse.state;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Relationship;
import org.statehouse.query.Expand;

/**
 * The records that an expansion has found.
 *
 * @param branches by the name of the reference or relationship
 */
record Expanded(Map<String, Branch> branches) {

    static final Expanded NOTHING = new Expanded(Map.of());

    /**
     * What one reference or relationship leads to.
     *
     * @param edge which it is
     * @param records of a reference by their id, one each; of a relationship by the id of the record that has it
     * @param links what the links have of their own, by the id of the record that has the relationship, one for each
     *     record; empty when links have no fields
     * @param nested what was found from them
     */
    record Branch(
            Expand.Edge edge,
            Map<Object, List<RecordRow>> records,
            Map<Object, List<Map<String, @Nullable Object>>> links,
            Expanded nested) {

        List<RecordRow> of(Object key) {
            return records.getOrDefault(key, List.of());
        }

        /** The link to the record at this place among those of a key; null when it has no fields. */
        @Nullable
        Link link(Object key, int index) {
            List<Map<String, @Nullable Object>> values = links.get(key);
            return values == null || !(edge instanceof Expand.ToMany many)
                    ? null
                    : new Link(many.relationship(), values.get(index));
        }
    }

    /** What one link has of its own. */
    record Link(Relationship relationship, Map<String, @Nullable Object> values) {}
}
