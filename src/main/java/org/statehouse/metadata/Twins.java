package org.statehouse.metadata;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Names of one kind, of which no two may differ in the case of their letters alone: file systems, spreadsheets and people take
 * them for one.
 */
final class Twins {

    private final String what;
    private final Map<String, String> names = new HashMap<>();

    /** @param what has the names, such as {@code model} */
    Twins(String what) {
        this.what = what;
    }

    /** Takes a name that has been looked at elsewhere. */
    void know(String name) {
        names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    }

    /** Reports a name that differs from an earlier one in case only. */
    void add(Source source, Node at, String name) {
        String first = names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (first != null && !first.equals(name)) {
            source.fault(
                    at,
                    "'" + name + "' differs from the " + what + " '" + first
                            + "' in the case of its letters only; take another name");
        }
    }
}
