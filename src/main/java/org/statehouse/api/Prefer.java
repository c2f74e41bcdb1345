package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.statehouse.state.Precondition;
import org.statehouse.state.RecordRow;
import org.statehouse.state.Written;

/** The header {@code Prefer} (RFC 7240): a preference that is not known, or that does not apply, is ignored. */
final class Prefer {

    private static final String MERGE = "merge";
    private static final String FIELDS = "fields";

    /** The header that says so, and its value. */
    static final String APPLIED = "Preference-Applied";

    static final String MERGE_FIELDS = MERGE + "=" + FIELDS;

    private Prefer() {}

    /** The condition of a patch, which may be written on a later version where {@code merge=fields} is preferred. */
    static Precondition rebased(HttpServletRequest request, Precondition condition) {
        return condition.kind() == Precondition.Kind.VERSION && prefersMerge(RequestHeaders.all(request, "Prefer"))
                ? Precondition.rebase(condition.version())
                : condition;
    }

    /** Whether the patch was written on a later version than it was made for. */
    static boolean isApplied(Precondition condition, RecordRow row, Written written) {
        long asMadeFor = written.position() == null ? condition.version() : condition.version() + 1;
        return condition.kind() == Precondition.Kind.REBASE && row.version() > asMadeFor;
    }

    /** Of a preference that stands more than once the first counts. */
    static boolean prefersMerge(List<String> headers) {
        for (String header : headers) {
            for (String preference : header.split(",", -1)) {
                String[] sides = preference.split(";", 2)[0].split("=", 2);
                if (sides[0].strip().toLowerCase(Locale.ROOT).equals(MERGE)) {
                    return sides.length == 2 && unquoted(sides[1].strip()).equals(FIELDS);
                }
            }
        }
        return false;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
