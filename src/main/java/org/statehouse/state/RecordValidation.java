package org.statehouse.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Comparison;
import org.statehouse.metadata.Condition;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Rule;
import org.statehouse.problem.Violation;

/** The rules of a model, applied to typed values. Uniqueness and references are the database's part. */
final class RecordValidation {

    private RecordValidation() {}

    /**
     * Every broken rule of a record after a write. Rules of fields that did not change are passed over, unless they depend
     * on one that did; so are checks across fields none of which changed.
     *
     * @param changed names of the fields that changed
     * @param values typed values by field name; an absent one counts as null
     * @param faulty fields that already have a fault; neither they nor what depends on them is looked at
     */
    static List<Violation> check(
            Model model, Set<String> changed, Map<String, @Nullable Object> values, Set<String> faulty) {
        List<Violation> violations = new ArrayList<>();
        for (Field field : model.fields().values()) {
            if (!faulty.contains(field.name())) {
                checkField(field, rules(field, changed, values, faulty), values.get(field.name()), violations);
            }
        }
        for (Comparison comparison : model.comparisons()) {
            Set<String> fields = comparison.fields();
            if (!Collections.disjoint(fields, changed)
                    && Collections.disjoint(fields, faulty)
                    && !comparison.accepts(values)) {
                violations.add(
                        Violation.of(comparison.field(), Comparison.CODE, comparison.message(), comparison.params()));
            }
        }
        return violations;
    }

    /** Those that apply and that the write can have broken. */
    private static List<Rule> rules(
            Field field, Set<String> changed, Map<String, @Nullable Object> values, Set<String> faulty) {
        boolean own = changed.contains(field.name());
        List<Rule> applying = new ArrayList<>();
        for (Rule rule : field.rules()) {
            Condition.Term when = rule.when();
            boolean touched = own || (when != null && changed.contains(when.field()));
            if (touched && (when == null || (!faulty.contains(when.field()) && when.holds(values)))) {
                applying.add(rule);
            }
        }
        return applying;
    }

    private static void checkField(Field field, List<Rule> rules, @Nullable Object value, List<Violation> violations) {
        for (Rule rule : rules) {
            if (rule.code().equals("required") && (value == null || !rule.accepts(value))) {
                violations.add(violation(field, rule));
                return;
            }
        }
        if (value == null) {
            return;
        }
        for (Rule rule : rules) {
            if (!rule.accepts(value)) {
                violations.addAll(rule.violations(field, value));
            }
        }
    }

    private static Violation violation(Field field, Rule rule) {
        return Violation.of(field.name(), rule.code(), rule.sentence(field.label()), rule.params());
    }
}
