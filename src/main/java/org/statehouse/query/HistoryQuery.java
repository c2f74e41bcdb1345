package org.statehouse.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the query string of a record's history says, checked.
 *
 * @param limit changes on a page
 * @param after the text of a page's {@code next}, or null
 * @param versions the two versions whose difference is asked for instead of a page, or null
 */
public record HistoryQuery(
        int limit, @Nullable String after, @Nullable Versions versions) {

    private static final int MAX_VERSION = 999_999_999;

    /** Two versions of a record, in any order. */
    public record Versions(long from, long to) {}

    /** 400 {@code bad-query} with all faults. */
    public static HistoryQuery read(QueryString query) {
        QueryFaults faults = new QueryFaults();
        Parameters parameters = new Parameters(query, faults);
        boolean pages = false;
        for (String name : List.of("limit", "after")) {
            pages |= query.parameters().containsKey(name);
        }
        boolean from = query.parameters().containsKey("from");
        boolean to = query.parameters().containsKey("to");
        int limit = parameters.takeNumber("limit", 1, QueryLimits.MAX_PAGE, QueryLimits.DEFAULT_PAGE);
        String after = parameters.take("after");
        Versions versions = null;
        if (from || to) {
            int first = parameters.takeNumber("from", 1, MAX_VERSION, 1);
            int second = parameters.takeNumber("to", 1, MAX_VERSION, 1);
            versions = new Versions(first, second);
        }
        if (from != to) {
            faults.add(from ? "from" : "to", "goes together with " + (from ? "to" : "from") + "; give both versions");
        }
        if (pages && (from || to)) {
            faults.add(
                    query.parameters().containsKey("after") ? "after" : "limit",
                    "does not go together with from and to: a difference has no pages");
        }
        Set<String> known = new LinkedHashSet<>(List.of("limit", "after", "from", "to"));
        parameters.finish(known, name -> false);
        faults.check();
        return new HistoryQuery(limit, after, versions);
    }
}
