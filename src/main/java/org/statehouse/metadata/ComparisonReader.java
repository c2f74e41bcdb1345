package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads checks that compare two fields of a record. */
final class ComparisonReader {

    private static final Set<Operator> OPERATORS =
            EnumSet.of(Operator.EQ, Operator.NE, Operator.GT, Operator.GTE, Operator.LT, Operator.LTE);

    /** Types whose values can be compared with each other. */
    private static final List<Set<String>> KINDS =
            List.of(Set.of("integer", "decimal"), Set.of("text", "longText", "email", "url"), Set.of("enum", "radio"));

    private final ModelDraft draft;
    private final Section file;
    private final Map<String, Field> fields;
    private final ConditionReader conditions;

    ComparisonReader(ModelDraft draft, Map<String, Field> fields) {
        this.draft = draft;
        this.file = draft.file();
        this.fields = fields;
        this.conditions = new ConditionReader(draft, fields);
    }

    List<Comparison> read() {
        Map<String, Comparison> all = new LinkedHashMap<>();
        for (Node item : file.list("checks")) {
            Section check = KeyReader.check(file.source(), item, Comparison.CODE);
            Comparison comparison = check == null ? null : read(check);
            if (check != null && comparison != null && all.putIfAbsent(comparison.sql(), comparison) != null) {
                check.fault("rule", "this comparison stands here a second time");
            }
        }
        return List.copyOf(all.values());
    }

    private @Nullable Comparison read(Section check) {
        check.allow(List.of("rule", "field", "operator", "other", "message", "when"), Set.of());
        for (String key : List.of("field", "operator", "other")) {
            if (!check.has(key)) {
                check.fault(
                        "rule",
                        "'" + key
                                + "' is missing; write {rule: compare, field: endTime, operator: gte, other: startTime}");
                return null;
            }
        }
        Condition.Term when = check.has("when") ? conditions.when(check, "") : null;
        Field field = field(check, "field");
        Field other = field(check, "other");
        if (field == null || other == null || (check.has("when") && when == null)) {
            return null;
        }
        if (field.name().equals(other.name())) {
            check.fault("other", "'other' must be another field than 'field'");
            return null;
        }
        if (!comparable(field, other)) {
            check.fault(
                    "other",
                    "'" + other.name() + "' (" + other.type().name() + ") cannot be compared with '" + field.name()
                            + "' (" + field.type().name() + "); both must be of one type, or integer and decimal");
            return null;
        }
        Operator operator = operator(check, field, other);
        return operator == null ? null : comparison(check, field, operator, other, when);
    }

    private Comparison comparison(
            Section check, Field field, Operator operator, Field other, Condition.@Nullable Term when) {
        Comparison plain = new Comparison(field.name(), operator, other.name(), standard(field, operator, other), when);
        String template = check.text("message", 500);
        if (template == null) {
            return plain;
        }
        try {
            MessageTemplate.check(template, plain.params().keySet());
        } catch (ValueFault fault) {
            check.fault("message", "the message " + fault.message());
        }
        Map<String, Object> params = Map.of("operator", operator.word(), "other", other.label());
        String message = MessageTemplate.fill(template, field.label(), params);
        return new Comparison(field.name(), operator, other.name(), message, when);
    }

    private @Nullable Field field(Section check, String key) {
        String name = Section.scalar(check.place(key));
        if (name == null || !draft.fieldNames().contains(name)) {
            check.fault(
                    key,
                    "'" + key + "' must be a field of " + draft.name()
                            + (name == null ? "" : Nearest.suggestion(name, draft.fieldNames())) + "; allowed here: "
                            + String.join(", ", draft.fieldNames()));
            return null;
        }
        return fields.get(name);
    }

    private static boolean comparable(Field one, Field two) {
        Field.Reference reference = one.reference();
        if (reference != null && two.reference() != null) {
            return reference.model().equals(two.reference().model());
        }
        String a = one.type().name();
        String b = two.type().name();
        return a.equals(b) || KINDS.stream().anyMatch(kind -> kind.contains(a) && kind.contains(b));
    }

    /** One that both types take. */
    private static @Nullable Operator operator(Section check, Field field, Field other) {
        List<String> allowed = new ArrayList<>();
        for (Operator operator : OPERATORS) {
            if (field.type().operators().contains(operator)
                    && other.type().operators().contains(operator)) {
                allowed.add(operator.word());
            }
        }
        String word = Section.scalar(check.place("operator"));
        if (word == null || !allowed.contains(word)) {
            check.fault(
                    "operator",
                    allowed.isEmpty()
                            ? "values of type " + field.type().name() + " cannot be compared"
                            : "'operator' must be one of " + String.join(", ", allowed)
                                    + (word == null ? "" : Nearest.suggestion(word, allowed)));
            return null;
        }
        return Operator.of(word).orElse(null);
    }

    private static String standard(Field field, Operator operator, Field other) {
        boolean time = Set.of("date", "time", "dateTime").contains(field.type().name());
        String relation = switch (operator) {
            case EQ -> "be the same as ";
            case NE -> "differ from ";
            case GT -> time ? "be after " : "be greater than ";
            case GTE -> time ? "not be before " : "be at least ";
            case LT -> time ? "be before " : "be less than ";
            case LTE -> time ? "not be after " : "be at most ";
            default -> throw new IllegalStateException(operator.word());
        };
        return field.label() + " must " + relation + other.label();
    }
}
