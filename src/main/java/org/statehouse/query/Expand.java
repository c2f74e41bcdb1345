package org.statehouse.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;

/**
 * Which records an answer gives together with a record: a reference's in place of its id, a relationship's as an array (a
 * one-to-one relationship's as one record or null).
 *
 * @param edges by name, in the order in which they were asked for
 */
public record Expand(Map<String, Edge> edges) {

    /** Nothing else. */
    public static final Expand NOTHING = new Expand(Map.of());

    public Expand {
        edges = Collections.unmodifiableMap(new LinkedHashMap<>(edges));
    }

    /** What leads from a record to others. */
    public sealed interface Edge {
        /** The model of the others. */
        Model target();

        /** What is given together with them. */
        Expand nested();
    }

    /** Over a reference to one record. */
    public record ToOne(Field field, Model target, Expand nested) implements Edge {}

    /** Over a relationship, to many records or to one at most. */
    public record ToMany(Relationship relationship, Model target, Expand nested) implements Edge {}

    public boolean isEmpty() {
        return edges.isEmpty();
    }
}
