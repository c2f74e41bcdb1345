package org.statehouse.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.state.Precondition;

/** Entity tags are versions in quotes (RFC 9110, sections 8.8.3 and 13.1). */
final class Conditions {

    private static final Pattern VERSION = Pattern.compile("\"([1-9][0-9]{0,17})\"");

    private Conditions() {}

    static String etag(long version) {
        return '"' + Long.toString(version) + '"';
    }

    /** What {@code If-Match} says; a tag that could never be one of ours is 400. */
    static Precondition ifMatch(@Nullable String header) {
        if (header == null) {
            return Precondition.ABSENT;
        }
        String value = header.strip();
        if (value.equals("*")) {
            return Precondition.ANY;
        }
        Matcher tag = VERSION.matcher(value);
        if (!tag.matches()) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "If-Match takes one version in quotes, as the record's ETag has it, such as \"3\", or *")
                    .with("header", "If-Match")
                    .exception();
        }
        return Precondition.version(Long.parseLong(tag.group(1)));
    }

    /** Weak comparison (RFC 9110, section 13.1.2): one of the tags, or any. */
    static boolean matches(@Nullable String header, String etag) {
        if (header == null) {
            return false;
        }
        for (String tag : header.split(",", -1)) {
            String strong = tag.strip();
            strong = strong.startsWith("W/") ? strong.substring(2) : strong;
            if (strong.equals(etag) || strong.equals("*")) {
                return true;
            }
        }
        return false;
    }
}
