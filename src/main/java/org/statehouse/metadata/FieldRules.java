package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The rules of one field: those of its {@code rules} list, those that follow from its type and settings, and the messages
 * that replace theirs. Rules with a condition come last, when all fields are known.
 */
final class FieldRules {

    private static final int MAX_MESSAGE = 500;

    private final Section field;
    private final FieldType type;
    private final List<Listed> listed = new ArrayList<>();
    private Map<String, Node> messages = Map.of();

    /**
     * A rule of the list.
     *
     * @param section where it stands
     * @param kind what it is
     * @param conditional whether it has a {@code when}
     * @param made the rule, where it is made of its own argument
     */
    private record Listed(
            Section section,
            Rules.Kind kind,
            boolean conditional,
            @Nullable Rule made) {
        String code() {
            return kind.code();
        }
    }

    private FieldRules(Section field, FieldType type) {
        this.field = field;
        this.type = type;
    }

    static FieldRules read(Section field, FieldType type) {
        FieldRules rules = new FieldRules(field, type);
        for (Node item : field.list("rules")) {
            Section rule = Section.at(field.source(), item, "a rule");
            if (rule != null) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private void add(Section rule) {
        rule.allow(List.of("rule", "value", "message", "when"), Set.of());
        String code = rule.has("rule") ? Section.scalar(rule.place("rule")) : null;
        Rules.Kind kind = code == null ? null : Rules.find(code);
        boolean conditional = rule.has("when");
        if (code == null) {
            rule.fault("rule", "a rule needs its name, such as {rule: pattern, value: \"^[A-Z]+$\"}");
        } else if (code.equals(Comparison.CODE)) {
            rule.fault("rule", "'compare' is about two fields; it stands in the model's 'checks'");
        } else if (kind == null) {
            rule.fault(
                    "rule",
                    "there is no rule '" + code + "'" + Nearest.suggestion(code, Rules.codes()) + "; allowed here: "
                            + allowed());
        } else if (!kind.fits().test(type)) {
            rule.fault(
                    "rule",
                    "the rule '" + code + "' is not for fields of type " + type.name() + "; allowed here: "
                            + allowed());
        } else if (!conditional && has(code)) {
            rule.fault("rule", "the rule '" + code + "' stands here a second time");
        } else if (conditional && kind.argument() == Rules.Argument.IMPLIED) {
            rule.fault("when", "the rule '" + code + "' follows from the type and always applies; leave 'when' out");
        } else {
            listed.add(new Listed(rule, kind, conditional, argument(rule, kind, conditional)));
        }
    }

    private @Nullable Rule argument(Section rule, Rules.Kind kind, boolean conditional) {
        boolean takes = kind.argument() == Rules.Argument.SETTING || kind.argument() == Rules.Argument.VALUE;
        if (takes && !rule.has("value")) {
            rule.fault("rule", "the rule '" + kind.code() + "' needs a 'value'");
        } else if (!takes && rule.has("value")) {
            rule.fault("value", "the rule '" + kind.code() + "' takes no 'value'; leave it out");
        } else if (!conditional && kind.argument() == Rules.Argument.SETTING && field.has(kind.code())) {
            rule.fault("rule", "'" + kind.code() + "' is given twice: as a rule and as a setting; leave one out");
        } else if (kind.maker() != null) {
            String value = takes ? rule.text("value", 1_000) : "";
            try {
                return value == null ? null : kind.maker().make(value);
            } catch (ValueFault fault) {
                rule.fault("value", "'" + kind.code() + "' " + fault.message());
            }
        }
        return null;
    }

    private String allowed() {
        return String.join(
                ", ",
                Rules.codes().stream()
                        .filter(code -> {
                            Rules.Kind kind = Rules.find(code);
                            return kind != null && kind.fits().test(type);
                        })
                        .toList());
    }

    /** Whether the list has the rule without a condition. */
    boolean has(String code) {
        return listed.stream()
                .anyMatch(rule -> !rule.conditional() && rule.code().equals(code));
    }

    /** Where the list gives a setting its value; null when it does not. */
    @Nullable
    Node setting(String name) {
        for (Listed rule : listed) {
            if (!rule.conditional() && rule.code().equals(name) && rule.kind().argument() == Rules.Argument.SETTING) {
                return rule.section().value("value");
            }
        }
        return null;
    }

    /** The rules without a condition of a field whose settings are known, with their messages. */
    List<Rule> all(Field bare) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        if (bare.required()) {
            rules.put(RequiredRule.CODE, new RequiredRule(type instanceof CharacterType));
        }
        type.impliedRules(bare.settings()).forEach(rule -> rules.put(rule.code(), rule));
        for (Listed rule : listed) {
            if (!rule.conditional() && rule.made() != null) {
                rules.put(rule.code(), rule.made());
            }
        }
        requireReach(bare);
        if (bare.unique()) {
            rules.put(UniqueRule.CODE, new UniqueRule());
        }
        Set<String> codes = new LinkedHashSet<>(rules.keySet());
        listed.forEach(rule -> codes.add(rule.code()));
        messages = messages(codes);
        List<Rule> worded = new ArrayList<>();
        for (Rule rule : rules.values()) {
            Listed own = listed.stream()
                    .filter(one -> !one.conditional() && one.code().equals(rule.code()))
                    .findFirst()
                    .orElse(null);
            worded.add(reworded(rule, own));
        }
        return List.copyOf(worded);
    }

    /** A pattern and the longest text of its field together bound what one search costs. */
    private void requireReach(Field bare) {
        for (Listed one : listed) {
            if (one.made() instanceof PatternRule pattern
                    && type instanceof TextType text
                    && text.maxLength(bare.settings()) > pattern.reach()) {
                one.section()
                        .fault(
                                "value",
                                "'pattern' is too large for texts of this length: its characters with all counts written"
                                        + " out, times 'maxLength', are at most " + PatternRule.MAX_STEPS
                                        + "; make one of them smaller");
            }
        }
    }

    /** The rules with a condition. {@code whole} is the field with its settings, {@code settings} reads more of them. */
    List<Rule> conditional(Field whole, SettingReader settings, ConditionReader conditions) {
        List<Rule> rules = new ArrayList<>();
        for (Listed one : listed) {
            if (one.conditional()) {
                Condition.Term when = conditions.when(one.section(), whole.name());
                Rule rule = made(one, whole, settings);
                if (when != null && rule != null) {
                    rules.add(new ConditionalRule(reworded(rule, one), when));
                }
            }
        }
        return List.copyOf(rules);
    }

    private @Nullable Rule made(Listed one, Field whole, SettingReader settings) {
        if (one.kind().argument() == Rules.Argument.SETTING) {
            Node value = one.section().value("value");
            Settings alone = value == null ? null : settings.alone(whole, one.code(), value);
            return alone == null
                    ? null
                    : type.impliedRules(alone).stream()
                            .filter(rule -> rule.code().equals(one.code()))
                            .findFirst()
                            .orElse(null);
        }
        return switch (one.code()) {
            case RequiredRule.CODE -> {
                Field.Reference reference = whole.reference();
                if (reference != null && reference.onDelete() == OnDelete.SET_NULL) {
                    one.section().fault("rule", "a reference with onDelete: setNull cannot be required");
                }
                yield new RequiredRule(type instanceof CharacterType);
            }
            case UniqueRule.CODE -> new UniqueRule();
            default -> one.made();
        };
    }

    private Map<String, Node> messages(Set<String> codes) {
        Map<String, Node> all = new LinkedHashMap<>();
        Section own = field.section("messages", "'messages'");
        if (own == null) {
            return all;
        }
        for (String code : own.keys()) {
            if (!codes.contains(code)) {
                field.source()
                        .fault(
                                own.keyPlace(code),
                                "the field has no rule '" + code + "'" + Nearest.suggestion(code, codes)
                                        + "; allowed here: " + String.join(", ", codes));
            } else if (own.text(code, MAX_MESSAGE) != null) {
                all.put(code, own.place(code));
            }
        }
        return all;
    }

    /** With its own message, or that of {@code messages}. */
    private Rule reworded(Rule rule, @Nullable Listed own) {
        Node message = messages.get(rule.code());
        if (own != null && own.section().text("message", MAX_MESSAGE) != null) {
            Node second = own.section().place("message");
            if (message != null) {
                field.source()
                        .fault(
                                second,
                                "the message of '" + rule.code()
                                        + "' is given twice: here and in 'messages'; leave one out");
            }
            message = second;
        }
        if (message == null) {
            return rule;
        }
        try {
            return RewordedRule.of(rule, String.valueOf(Section.scalar(message)));
        } catch (ValueFault fault) {
            field.source().fault(message, "the message " + fault.message());
            return rule;
        }
    }
}
