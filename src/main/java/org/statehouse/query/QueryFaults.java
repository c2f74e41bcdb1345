package org.statehouse.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Nearest;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** Gathers everything that is wrong with a query, so that one answer names all of it. */
final class QueryFaults {

    private static final int MAX_FAULTS = 100;
    private static final int MAX_SHOWN = 80;

    private final List<Map<String, @Nullable Object>> faults = new ArrayList<>();

    /** Something is wrong with a parameter as a whole. */
    void add(String parameter, String message) {
        add(parameter, null, null, message, null);
    }

    /** A name is not known; the nearest of those that are is suggested. */
    void unknown(String parameter, @Nullable String field, String what, String name, Collection<String> known) {
        String nearest = Nearest.find(name, known).orElse(null);
        String message = what + " " + shown(name) + " is not known"
                + (nearest == null ? "; known are " + Names.list(known) : "; did you mean '" + nearest + "'?");
        add(parameter, field, null, message, nearest);
    }

    void add(
            String parameter,
            @Nullable String field,
            @Nullable String operator,
            String message,
            @Nullable String nearest) {
        if (faults.size() >= MAX_FAULTS) {
            return;
        }
        Map<String, @Nullable Object> fault = new LinkedHashMap<>();
        fault.put("parameter", clip(parameter));
        if (field != null) {
            fault.put("field", clip(field));
        }
        if (operator != null) {
            fault.put("operator", clip(operator));
        }
        fault.put("message", message);
        if (nearest != null) {
            fault.put("nearest", nearest);
        }
        faults.add(fault);
    }

    boolean any() {
        return !faults.isEmpty();
    }

    /** 400 {@code bad-query} with all faults, if there are any. */
    void check() {
        if (any()) {
            throw exception();
        }
    }

    ProblemException exception() {
        String detail = faults.size() == 1
                ? faults.get(0).get("parameter") + ": " + faults.get(0).get("message")
                : faults.size() + " parts of the query cannot be answered; see errors";
        return Problem.of(ProblemType.BAD_QUERY, detail)
                .with("errors", List.copyOf(faults))
                .exception();
    }

    /** What a caller wrote, in quotes and not too long. */
    static String shown(String text) {
        return "'" + clip(text) + "'";
    }

    private static String clip(String text) {
        return text.codePointCount(0, text.length()) <= MAX_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN)) + "…";
    }
}
