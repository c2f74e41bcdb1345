package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * {@code /api/records/{model}} or {@code /api/records/{model}/{id}}.
 *
 * @param model its name
 * @param id of a record as text, null in the address of a model
 */
record RecordAddress(String model, @Nullable String id) {

    /** Words of the routes that no id or relationship may take. */
    private static final Set<String> WORDS = Set.of("history", "restore", "validate", "import", "export", "aggregate");

    /** Those that have the place of an id. */
    private static final Set<String> OF_MODELS = Set.of("validate", "import", "export", "aggregate");

    private static final String ROOT = "records";

    private static final int MODEL = 1;
    private static final int ID = 2;

    /** Null where the address is another one. */
    static @Nullable RecordAddress of(HttpServletRequest request) {
        List<String> segments = RequestAddress.segments(request);
        boolean none = segments.size() <= MODEL || !segments.get(0).equals(ROOT);
        if (none || segments.size() > ID + 1 || segments.contains("")) {
            return null;
        }
        String id = segments.size() > ID ? segments.get(ID) : null;
        return id != null && OF_MODELS.contains(id) ? null : new RecordAddress(segments.get(MODEL), id);
    }

    /** 404 {@code not-found} for a word that stands where nothing of its name is. */
    static void refuseWord(String segment) {
        if (WORDS.contains(segment)) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no '" + segment + "' here")
                    .exception();
        }
    }
}
