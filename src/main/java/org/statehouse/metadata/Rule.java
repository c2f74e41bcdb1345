package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Violation;

/**
 * What a value must obey beyond its type. Null never breaks one, except {@code required}.
 *
 * <p>A rule that only the database can decide ({@code unique}, {@code exists}) accepts every value here.
 */
public interface Rule {

    /** The stable code, such as {@code maxLength}. */
    String code();

    /** Its parameters, as they stand in the file and in a violation. */
    Map<String, Object> params();

    /** A predicate that follows the field's label, parameters filled in: "must be at most 10 characters long". */
    String message();

    /** A sentence about the field with this label. */
    default String sentence(String label) {
        return label + " " + message();
    }

    /** Whether a typed value, never null, obeys. */
    boolean accepts(Object value);

    /** What is said about a value of the field that does not obey; at least one violation. */
    default List<Violation> violations(Field field, Object value) {
        return List.of(Violation.of(field.name(), code(), sentence(field.label()), params()));
    }

    /** The same as SQL expressions over a quoted column, each true or null for a value that obeys; may be empty. */
    default List<String> checks(String column) {
        return List.of();
    }

    /** The same for a rule that the column itself (its type, NOT NULL) does not stand behind. */
    default List<String> ownChecks(String column) {
        return checks(column);
    }

    /** When it applies; null for always. */
    default Condition.@Nullable Term when() {
        return null;
    }

    /** Adds to the JSON Schema of a field's values what it can say of this rule; nothing is always true. */
    default void describe(ObjectNode schema) {}

    /** Whether every stored value obeys, because PostgreSQL holds it; else a value may be older than the rule. */
    default boolean holdsInDatabase() {
        return !checks("\"value\"").isEmpty();
    }
}
