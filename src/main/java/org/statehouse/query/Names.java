package org.statehouse.query;

import java.util.Collection;
import java.util.stream.Collectors;

/** Known names, as a message lists them. */
final class Names {

    private static final int MAX_LISTED = 20;

    private Names() {}

    /** Some names in their order, for a message. */
    static String list(Collection<String> names) {
        String listed = names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return names.size() > MAX_LISTED ? listed + ", …" : listed;
    }
}
