package org.statehouse.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One failure that a caller can see.
 *
 * @param type its row in the table of problems
 * @param detail a sentence about this occurrence that says what to do; never SQL, class names or stack traces
 * @param evidence further members of the RFC 9457 object; values are what a JSON writer takes (strings, numbers,
 *     booleans, lists, maps, tree nodes)
 */
public record Problem(ProblemType type, String detail, Map<String, @Nullable Object> evidence) {

    public Problem {
        evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, Map.of());
    }

    /** The same problem with one more member. */
    public Problem with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(evidence);
        more.put(name, value);
        return new Problem(type, detail, more);
    }

    /** 422 with every broken rule at once. */
    public static Problem invalid(List<Violation> violations) {
        String detail = violations.size() == 1
                ? violations.get(0).message()
                : violations.size() + " values break rules; see errors";
        return of(ProblemType.VALIDATION_FAILED, detail)
                .with("errors", violations.stream().map(Violation::toMap).toList());
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
