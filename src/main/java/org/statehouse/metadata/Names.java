package org.statehouse.metadata;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** What things may be called, and what they are called in the database. */
final class Names {

    /** Fields that every record has; never declared. */
    static final Set<String> SYSTEM =
            Set.of("id", "version", "createdAt", "createdBy", "updatedAt", "updatedBy", "deletedAt", "deletedBy");

    private static final Pattern FORM = Pattern.compile("[a-z][A-Za-z0-9]{0,50}");
    private static final Set<String> LOGIC = Set.of("and", "or", "not");
    private static final Set<String> ROUTES = Set.of("history", "restore", "validate", "import", "export", "aggregate");
    /** Names that every table of PostgreSQL has of its own. */
    private static final Set<String> POSTGRES = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private Names() {}

    /** Whether it has the form of names. */
    static boolean matches(String name) {
        return FORM.matcher(name).matches();
    }

    /** Reports a name that does not have the form of names. */
    static boolean check(Source source, Node at, String name, String what) {
        if (matches(name)) {
            return true;
        }
        source.fault(
                at,
                "'" + name + "' cannot be the name of " + what
                        + "; a name begins with a small letter and has up to 51 letters and digits (a to z, A to Z, 0 to 9)");
        return false;
    }

    static boolean checkField(Source source, Node at, String name) {
        String reason = SYSTEM.contains(name) || POSTGRES.contains(name)
                ? "every record has a field of that name already"
                : LOGIC.contains(name) ? "it is a word of the filter language" : "";
        return check(source, at, name, "a field") && free(source, at, name, reason);
    }

    static boolean checkRelationship(Source source, Node at, String name) {
        String reason = ROUTES.contains(name)
                ? "it is a word of the API's addresses"
                : SYSTEM.contains(name) || POSTGRES.contains(name) || LOGIC.contains(name)
                        ? "it is a system field or a word of the filter language"
                        : "";
        return check(source, at, name, "a relationship") && free(source, at, name, reason);
    }

    private static boolean free(Source source, Node at, String name, String reason) {
        if (reason.isEmpty()) {
            return true;
        }
        source.fault(at, "'" + name + "' is reserved: " + reason + "; take another name");
        return false;
    }

    /** A label for a name that has none: {@code firstName} is "First name". */
    static String label(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
