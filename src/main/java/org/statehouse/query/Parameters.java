package org.statehouse.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The parameters of one query, each to be taken once: what nobody takes is a fault. */
final class Parameters {

    private final Map<String, List<String>> left;
    private final QueryFaults faults;

    Parameters(QueryString query, QueryFaults faults) {
        this.left = new LinkedHashMap<>(query.parameters());
        this.faults = faults;
    }

    /** The value of a parameter that may be given once, or null. */
    @Nullable
    String take(String name) {
        List<String> values = left.remove(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            faults.add(name, "is given more than once; give it once");
        }
        return values.get(0);
    }

    /** All parameters whose names begin so. */
    Map<String, List<String>> takeAll(String prefix) {
        Map<String, List<String>> taken = new LinkedHashMap<>();
        for (String name : new ArrayList<>(left.keySet())) {
            if (name.startsWith(prefix)) {
                taken.put(name, left.remove(name));
            }
        }
        return taken;
    }

    /** A whole number within bounds. */
    int takeNumber(String name, int least, int most, int otherwise) {
        String text = take(name);
        if (text == null) {
            return otherwise;
        }
        boolean whole = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = whole ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            faults.add(
                    name,
                    "must be a whole number between " + least + " and " + most + ", not " + QueryFaults.shown(text));
            return otherwise;
        }
        return number;
    }

    /** {@code true} or {@code false}; false when absent. */
    boolean takeFlag(String name) {
        String text = take(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            faults.add(name, "must be true or false, not " + QueryFaults.shown(text));
        }
        return "true".equals(text);
    }

    /** Notes every parameter that was not taken. */
    void finish(Set<String> known, Predicate<String> isField) {
        for (String name : left.keySet()) {
            if (known.contains("filter") && isField.test(name)) {
                faults.add(name, name, null, "a field is filtered by filter[" + name + "]=…", "filter");
            } else {
                faults.unknown(name, null, "the parameter", name, known);
            }
        }
    }
}
