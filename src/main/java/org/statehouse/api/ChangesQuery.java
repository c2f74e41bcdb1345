package org.statehouse.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.live.EventStreams;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.FollowQuery;
import org.statehouse.query.QueryString;

/**
 * What a client asks of the changefeed.
 *
 * @param wanted what it follows, and from where
 * @param limit changes in a page
 * @param waitSeconds how long it waits for a page that has something
 */
record ChangesQuery(EventStreams.Wanted wanted, int limit, int waitSeconds) {

    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1_000;
    /** Seconds. */
    static final int MAX_WAIT = 60;

    private static final int MAX_SHOWN = 80;

    private static final Set<String> LATER = Set.of("state");
    private static final Set<String> OF_STREAMS = Set.of("since", "models", "filter");
    private static final Set<String> OF_PAGES = Set.of("since", "models", "filter", "limit", "wait");

    /** From the address; 400 {@code bad-query} with every fault, 400 {@code bad-cursor}. */
    static ChangesQuery parse(QueryString query, Catalog catalog) {
        return parse(query, catalog, OF_PAGES, null);
    }

    /**
     * The same for a stream, which has no pages.
     *
     * @param lastEventId what the client has already, or null; it goes before {@code since}
     */
    static ChangesQuery parseStream(QueryString query, Catalog catalog, @Nullable String lastEventId) {
        return parse(query, catalog, OF_STREAMS, lastEventId);
    }

    private static ChangesQuery parse(
            QueryString query, Catalog catalog, Set<String> known, @Nullable String lastEventId) {
        List<Map<String, String>> faults = new ArrayList<>();
        query.parameters().forEach((name, values) -> {
            if (LATER.contains(name)) {
                faults.add(fault(name, "is not supported yet"));
            } else if (!known.contains(name)) {
                String some = String.join(", ", known.stream().sorted().toList());
                faults.add(fault(name, "is not a parameter here; there are " + some));
            } else if (values.size() > 1) {
                faults.add(fault(name, "stands more than once"));
            }
        });
        int limit = number(value(query, "limit"), "limit", 1, MAX_LIMIT, DEFAULT_LIMIT, faults);
        int wait = number(value(query, "wait"), "wait", 0, MAX_WAIT, 0, faults);
        List<Model> models = models(value(query, "models"), catalog, faults);
        JsonNode filter = filter(value(query, "filter"), models, faults);
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        FollowQuery follow = filter == null ? null : FollowQuery.read(catalog, models.get(0), filter, null);
        String since = lastEventId == null ? value(query, "since") : lastEventId;
        boolean fromNow = "now".equals(since);
        Cursor cursor = since == null || fromNow ? null : Cursor.parse(since);
        return new ChangesQuery(
                new EventStreams.Wanted(cursor, fromNow, numbers(models), follow, catalog), limit, wait);
    }

    private static @Nullable String value(QueryString query, String name) {
        List<String> values = query.parameters().get(name);
        return values == null ? null : values.get(0);
    }

    private static int number(
            @Nullable String text, String name, int min, int max, int otherwise, List<Map<String, String>> faults) {
        if (text == null) {
            return otherwise;
        }
        int number = text.matches("0|[1-9][0-9]{0,3}") ? Integer.parseInt(text) : -1;
        if (number < min || number > max) {
            faults.add(fault(name, "must be a number from " + min + " to " + max));
            return otherwise;
        }
        return number;
    }

    private static List<Model> models(@Nullable String text, Catalog catalog, List<Map<String, String>> faults) {
        List<Model> models = new ArrayList<>();
        if (text == null) {
            return models;
        }
        for (String name : text.split(",", -1)) {
            Model model = catalog.find(name);
            if (model == null) {
                faults.add(fault("models", "names '" + clip(name) + "', which is no model of the catalog"));
            } else {
                models.add(model);
            }
        }
        return models;
    }

    /** No model means all of the log. */
    private static Optional<Set<Integer>> numbers(List<Model> models) {
        Set<Integer> numbers = new HashSet<>();
        models.forEach(model -> numbers.add(model.number()));
        return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers);
    }

    private static @Nullable JsonNode filter(
            @Nullable String text, List<Model> models, List<Map<String, String>> faults) {
        if (text == null) {
            return null;
        }
        if (models.size() != 1) {
            faults.add(fault("filter", "needs models to name the one model whose fields it compares"));
            return null;
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException malformed) {
            faults.add(fault("filter", malformed.problem().detail().replace("The body", "is no filter: the value")));
            return null;
        }
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
