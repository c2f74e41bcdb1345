package org.statehouse.state;

import java.util.List;
import java.util.Map;
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
     * @param nested what was found from them
     */
    record Branch(Expand.Edge edge, Map<Object, List<RecordRow>> records, Expanded nested) {

        List<RecordRow> of(Object key) {
            return records.getOrDefault(key, List.of());
        }
    }
}
