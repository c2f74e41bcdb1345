package org.statehouse.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

/**
 * What a client asks of the changefeed.
 *
 * @param since what it has; null for the oldest kept change
 * @param fromNow whether it wants only what comes
 * @param limit changes in a page
 * @param models the numbers of the models whose changes it wants, or all of the log
 */
record ChangesQuery(@Nullable Cursor since, boolean fromNow, int limit, Optional<Set<Integer>> models) {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;
    private static final int MAX_SHOWN = 80;

    private static final Set<String> LATER = Set.of("wait", "filter", "state");
    private static final Set<String> KNOWN = Set.of("since", "limit", "models");

    /** From the address; 400 {@code bad-query} with every fault, 400 {@code bad-cursor}. */
    static ChangesQuery parse(QueryString query, Catalog catalog) {
        List<Map<String, String>> faults = new ArrayList<>();
        query.parameters().forEach((name, values) -> {
            if (LATER.contains(name)) {
                faults.add(fault(name, "is not supported yet"));
            } else if (!KNOWN.contains(name)) {
                faults.add(fault(name, "is not a parameter of changes; since, limit and models are"));
            } else if (values.size() > 1) {
                faults.add(fault(name, "stands more than once"));
            }
        });
        int limit = limit(value(query, "limit"), faults);
        Optional<Set<Integer>> models = models(value(query, "models"), catalog, faults);
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        String since = value(query, "since");
        boolean fromNow = "now".equals(since);
        return new ChangesQuery(since == null || fromNow ? null : Cursor.parse(since), fromNow, limit, models);
    }

    private static @Nullable String value(QueryString query, String name) {
        List<String> values = query.parameters().get(name);
        return values == null ? null : values.get(0);
    }

    private static int limit(@Nullable String text, List<Map<String, String>> faults) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= MAX_LIMIT) {
            return Integer.parseInt(text);
        }
        faults.add(fault("limit", "must be a number from 1 to " + MAX_LIMIT));
        return DEFAULT_LIMIT;
    }

    private static Optional<Set<Integer>> models(
            @Nullable String text, Catalog catalog, List<Map<String, String>> faults) {
        if (text == null) {
            return Optional.empty();
        }
        Set<Integer> numbers = new HashSet<>();
        for (String name : text.split(",", -1)) {
            Model model = catalog.find(name);
            if (model == null) {
                faults.add(fault("models", "names '" + clip(name) + "', which is no model of the catalog"));
            } else {
                numbers.add(model.number());
            }
        }
        return Optional.of(numbers);
    }

    private static Map<String, String> fault(String parameter, String message) {
        return Map.of("parameter", clip(parameter), "message", message);
    }

    private static RuntimeException refused(List<Map<String, String>> faults) {
        String detail = faults.size() == 1
                ? "'" + faults.get(0).get("parameter") + "' " + faults.get(0).get("message")
                : faults.size() + " parts of the query cannot be answered; see errors";
        return Problem.of(ProblemType.BAD_QUERY, detail).with("errors", faults).exception();
    }

    private static String clip(String text) {
        return text.codePointCount(0, text.length()) <= MAX_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN)) + "…";
    }
}
