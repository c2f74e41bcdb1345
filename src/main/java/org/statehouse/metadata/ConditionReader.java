package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads conditions in model files: {@code where} in the filter language, of which only what SQL can keep in an index is
 * taken, and {@code when: {field, is}}.
 */
final class ConditionReader {

    /** What a condition can ask. */
    static final Set<Operator> OPERATORS = EnumSet.of(
            Operator.EQ,
            Operator.NE,
            Operator.GT,
            Operator.GTE,
            Operator.LT,
            Operator.LTE,
            Operator.BETWEEN,
            Operator.IN,
            Operator.NOT_IN,
            Operator.IS_NULL,
            Operator.IS_NOT_NULL);

    /** Comparisons of one condition at most. */
    private static final int MAX_TERMS = 100;

    private final ModelDraft draft;
    private final Source source;
    private final Map<String, Field> fields;
    private boolean faulty;
    private int terms;

    /** For conditions on the fields of a model; those of them that are faulty themselves are passed over. */
    ConditionReader(ModelDraft draft, Map<String, Field> fields) {
        this.draft = draft;
        this.source = draft.file().source();
        this.fields = fields;
    }

    /** {@code {status: {eq: ACTIVE}, or: […]}}; null, and faults, when it cannot be read. */
    @Nullable
    Condition where(Node node) {
        faulty = false;
        terms = 0;
        Condition condition = object(node);
        if (terms > MAX_TERMS) {
            fault(node, "'where' has more than " + MAX_TERMS + " comparisons");
        }
        return faulty ? null : condition;
    }

    private Condition object(Node node) {
        List<Condition> all = new ArrayList<>();
        Section section = Section.at(source, node, "a condition");
        if (section == null || section.keys().isEmpty()) {
            faulty = true;
            if (section != null) {
                fault(node, "a condition must compare a field, such as {status: {eq: ACTIVE}}");
            }
            return new Condition.All(all);
        }
        for (String key : section.keys()) {
            Node value = section.place(key);
            switch (key) {
                case "and" -> all.add(new Condition.All(objects(key, value)));
                case "or" -> all.add(new Condition.Any(objects(key, value)));
                case "not" -> all.add(new Condition.Not(object(value)));
                default -> comparisons(section.keyPlace(key), key, value, all);
            }
        }
        return all.size() == 1 ? all.get(0) : new Condition.All(List.copyOf(all));
    }

    private List<Condition> objects(String word, Node node) {
        if (node instanceof SequenceNode list && !list.getValue().isEmpty()) {
            return list.getValue().stream().map(this::object).toList();
        }
        fault(node, "'" + word + "' must be a list of one condition or more");
        return List.of();
    }

    private void comparisons(Node at, String name, Node value, List<Condition> all) {
        Field field = field(at, name);
        if (field == null) {
            return;
        }
        if (!(value instanceof MappingNode)) {
            boolean isNull = value.getTag().equals(Tag.NULL);
            String word = isNull ? Operator.IS_NULL.word() : Operator.EQ.word();
            comparison(field, at, word, value, isNull, all);
            return;
        }
        Section operators = Section.at(source, value, "the condition on '" + name + "'");
        if (operators == null || operators.keys().isEmpty()) {
            fault(value, "an operator is missing, as in {" + name + ": {eq: …}}");
            return;
        }
        for (String word : operators.keys()) {
            comparison(field, operators.keyPlace(word), word, operators.place(word), false, all);
        }
    }

    private void comparison(Field field, Node at, String word, Node value, boolean bareNull, List<Condition> all) {
        Operator operator = Operator.of(word).orElse(null);
        List<String> allowed = allowed(field);
        if (operator == null || !allowed.contains(word)) {
            fault(
                    at,
                    "'" + word + "' cannot be asked of '" + field.name() + "' here" + Nearest.suggestion(word, allowed)
                            + "; allowed here: " + String.join(", ", allowed));
            return;
        }
        terms++;
        switch (operator.arity()) {
            case FLAG -> all.add(flag(field, operator, value, bareNull));
            case ONE -> add(field, operator, List.of(value), all);
            case TWO, MANY -> several(field, operator, value, all);
        }
    }

    private static List<String> allowed(Field field) {
        return field.type().operators().stream()
                .filter(OPERATORS::contains)
                .sorted()
                .map(Operator::word)
                .toList();
    }

    private Condition flag(Field field, Operator operator, Node value, boolean bareNull) {
        boolean yes = bareNull || "true".equalsIgnoreCase(Section.scalar(value));
        if (!bareNull && !value.getTag().equals(Tag.BOOL)) {
            fault(value, "'" + operator.word() + "' must be true or false");
        }
        boolean isNull = (operator == Operator.IS_NULL) == yes;
        return new Condition.Term(field.name(), isNull ? Operator.IS_NULL : Operator.IS_NOT_NULL, List.of());
    }

    private void several(Field field, Operator operator, Node value, List<Condition> all) {
        boolean two = operator.arity() == Operator.Arity.TWO;
        List<Node> nodes = value instanceof SequenceNode list ? list.getValue() : List.of();
        if (nodes.isEmpty() || (two && nodes.size() != 2)) {
            fault(value, "'" + operator.word() + "' must be a list of " + (two ? "two values" : "one value or more"));
        } else {
            add(field, operator, nodes, all);
        }
    }

    private void add(Field field, Operator operator, List<Node> nodes, List<Condition> all) {
        List<Object> values = new ArrayList<>();
        for (Node node : nodes) {
            value(field, node).ifPresent(values::add);
        }
        if (values.size() == nodes.size()) {
            all.add(new Condition.Term(field.name(), operator, List.copyOf(values)));
        }
    }

    /** {@code when: {field, is}} of a rule; null, and faults, when it cannot be read. {@code own} is the rule's field. */
    Condition.@Nullable Term when(Section rule, String own) {
        Section when = rule.section("when", "'when'");
        if (when == null) {
            return null;
        }
        when.allow(List.of("field", "is"), Set.of());
        String name = when.has("field") ? Section.scalar(when.place("field")) : null;
        if (name == null || !when.has("is")) {
            source.fault(when.place(), "'when' must name a field and a value, such as {field: country, is: NO}");
            return null;
        }
        if (name.equals(own)) {
            when.fault("field", "'when' must ask another field than the one that the rule is for");
            return null;
        }
        faulty = false;
        Field field = field(when.place("field"), name);
        if (field == null) {
            return null;
        }
        if (!allowed(field).contains(Operator.EQ.word())) {
            when.fault("field", "the values of '" + name + "' cannot be asked for");
            return null;
        }
        Node is = when.place("is");
        List<Node> nodes = is instanceof SequenceNode list ? list.getValue() : List.of(is);
        if (nodes.isEmpty()) {
            when.fault("is", "'is' must be a value or a list of one value or more");
            return null;
        }
        List<Condition> one = new ArrayList<>();
        add(field, Operator.IN, nodes, one);
        return one.isEmpty() ? null : (Condition.Term) one.get(0);
    }

    private @Nullable Field field(Node at, String name) {
        if (!draft.fieldNames().contains(name)) {
            fault(
                    at,
                    "there is no field '" + name + "' in " + draft.name() + Nearest.suggestion(name, draft.fieldNames())
                            + "; allowed here: " + String.join(", ", draft.fieldNames()));
            return null;
        }
        Field field = fields.get(name);
        faulty |= field == null;
        return field;
    }

    /** A value that the field takes. */
    private Optional<Object> value(Field field, Node node) {
        String text = Section.scalar(node);
        if (text == null) {
            fault(node, "'" + field.name() + "' is compared with a value; for none write {isNull: true} in 'where'");
            return Optional.empty();
        }
        if (field.type().searchable() && !node.getTag().equals(Tag.STR)) {
            fault(node, "'" + field.name() + "' has texts; put numbers, true and false in quotes");
            return Optional.empty();
        }
        try {
            Object value = field.type().fromText(field, text);
            for (Rule rule : field.rules()) {
                if (rule.when() == null && !rule.accepts(value)) {
                    fault(node, "'" + field.name() + "' never has this value: it " + rule.message());
                    return Optional.empty();
                }
            }
            if (!(value instanceof Comparable)) {
                fault(node, "'" + field.name() + "' has values that cannot be compared here; ask isNull or isNotNull");
                return Optional.empty();
            }
            return Optional.of(value);
        } catch (ValueFault fault) {
            fault(node, "'" + field.name() + "' never has this value: it " + fault.message());
            return Optional.empty();
        }
    }

    private void fault(Node at, String message) {
        faulty = true;
        source.fault(at, message);
    }
}
