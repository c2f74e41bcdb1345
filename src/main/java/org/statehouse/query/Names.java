package org.statehouse.query;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names that a caller may have meant. */
final class Names {

    private static final int MAX_LISTED = 20;
    private static final int MAX_COMPARED = 60;

    private Names() {}

    /** The known name with the fewest edits, if it is near enough to be what was meant. */
    static @Nullable String nearest(String name, Collection<String> known) {
        if (name.length() > MAX_COMPARED) {
            return null;
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        String best = null;
        int fewest = 1 + Math.max(1, name.length() / 3);
        for (String candidate : known) {
            int edits = edits(wanted, candidate.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return best;
    }

    /** Some names in their order, for a message. */
    static String list(Collection<String> names) {
        String listed = names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return names.size() > MAX_LISTED ? listed + ", …" : listed;
    }

    /** The Levenshtein distance. */
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
