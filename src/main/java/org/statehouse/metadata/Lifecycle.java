package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of a record and how it goes from one to another. A create begins in the initial state; a record whose state is
 * null, because it is older than its lifecycle, can go there only.
 *
 * @param field whose values are the states
 * @param initial the state of a new record
 * @param transitions every state with those that may follow it, in the file's order; none for a final one
 */
public record Lifecycle(String field, String initial, Map<String, List<String>> transitions) {

    /**
     * The fields as a record with this lifecycle has them: a create takes the initial state, and there must always be one.
     * The table does not know of it, so that a model gets a lifecycle without a look at its rows.
     */
    Map<String, Field> applied(Map<String, Field> fields) {
        Map<String, Field> all = new LinkedHashMap<>(fields);
        all.computeIfPresent(field, (name, old) -> {
            List<Rule> rules = new ArrayList<>(old.rules());
            if (!old.required()) {
                rules.add(0, new RequiredRule(false));
            }
            return old.withRules(List.copyOf(rules), TextNode.valueOf(initial));
        });
        return all;
    }

    /** The states that may follow one, or nothing. */
    public List<String> allowed(@Nullable Object from) {
        return from == null ? List.of(initial) : transitions.getOrDefault(from.toString(), List.of());
    }

    public boolean isState(Object value) {
        return transitions.containsKey(value.toString());
    }
}
