package org.statehouse.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Rule;
import org.statehouse.problem.Violation;

/** The rules of a model, applied to typed values. Uniqueness and references are the database's part. */
final class RecordValidation {

    private RecordValidation() {}

    /**
     * Every broken rule among some fields.
     *
     * @param names the fields to look at
     * @param values typed values by field name; an absent one counts as null
     * @param faulty fields that already have a fault and are passed over
     */
    static List<Violation> check(
            Model model, Collection<String> names, Map<String, @Nullable Object> values, Set<String> faulty) {
        List<Violation> violations = new ArrayList<>();
        for (String name : names) {
            Field field = model.field(name);
            if (field != null && !faulty.contains(name)) {
                checkField(field, values.get(name), violations);
            }
        }
        return violations;
    }

    private static void checkField(Field field, @Nullable Object value, List<Violation> violations) {
        if (value == null || value.equals("")) {
            if (field.required()) {
                String message = messageOf(field, "required", "must be given");
                violations.add(Violation.of(field.name(), "required", message, Map.of()));
                return;
            }
            if (value == null) {
                return;
            }
        }
        for (Rule rule : field.rules()) {
            if (!rule.accepts(value)) {
                violations.addAll(rule.violations(field, value));
            }
        }
    }

    private static String messageOf(Field field, String code, String otherwise) {
        for (Rule rule : field.rules()) {
            if (rule.code().equals(code)) {
                return rule.sentence(field.label());
            }
        }
        return field.label() + " " + otherwise;
    }
}
