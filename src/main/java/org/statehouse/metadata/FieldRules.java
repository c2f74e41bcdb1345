package org.statehouse.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The rules of one field: those of its {@code rules} list, those that follow from its type and settings, and the messages
 * that replace theirs.
 */
final class FieldRules {

    private final Section field;
    private final FieldType type;
    private final Map<String, Section> listed = new LinkedHashMap<>();
    private final Map<String, Rule> made = new LinkedHashMap<>();

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
        rule.allow(List.of("rule", "value", "message"), Set.of("when"));
        String code = rule.has("rule") ? Section.scalar(rule.place("rule")) : null;
        Rules.Kind kind = code == null ? null : Rules.find(code);
        if (code == null) {
            rule.fault("rule", "a rule needs its name, such as {rule: pattern, value: \"^[A-Z]+$\"}");
        } else if (Rules.LATER.contains(code)) {
            rule.fault("rule", "the rule '" + code + "' is not supported yet; allowed here: " + allowed());
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
        } else if (listed.containsKey(code)) {
            rule.fault("rule", "the rule '" + code + "' stands here a second time");
        } else {
            listed.put(code, rule);
            argument(rule, kind);
        }
    }

    private void argument(Section rule, Rules.Kind kind) {
        boolean takes = kind.argument() == Rules.Argument.SETTING || kind.argument() == Rules.Argument.VALUE;
        if (takes && !rule.has("value")) {
            rule.fault("rule", "the rule '" + kind.code() + "' needs a 'value'");
        } else if (!takes && rule.has("value")) {
            rule.fault("value", "the rule '" + kind.code() + "' takes no 'value'; leave it out");
        } else if (kind.argument() == Rules.Argument.SETTING && field.has(kind.code())) {
            rule.fault("rule", "'" + kind.code() + "' is given twice: as a rule and as a setting; leave one out");
        } else if (kind.maker() != null) {
            String value = takes ? rule.text("value", 1_000) : "";
            try {
                if (value != null) {
                    made.put(kind.code(), kind.maker().make(value));
                }
            } catch (ValueFault fault) {
                rule.fault("value", "'" + kind.code() + "' " + fault.message());
            }
        }
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

    boolean has(String code) {
        return listed.containsKey(code);
    }

    /** Where the list gives a setting its value; null when it does not. */
    @Nullable
    Node setting(String name) {
        Section rule = listed.get(name);
        Rules.Kind kind = Rules.find(name);
        return rule != null && kind != null && kind.argument() == Rules.Argument.SETTING ? rule.value("value") : null;
    }

    /** All rules of a field whose settings are known, with their messages. */
    List<Rule> all(Field bare) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        if (bare.required()) {
            rules.put(RequiredRule.CODE, new RequiredRule(type instanceof CharacterType));
        }
        type.impliedRules(bare.settings()).forEach(rule -> rules.put(rule.code(), rule));
        rules.putAll(made);
        requireReach(bare);
        if (bare.unique()) {
            rules.put(UniqueRule.CODE, new UniqueRule());
        }
        Map<String, Node> messages = messages(rules.keySet());
        List<Rule> worded = new ArrayList<>();
        for (Rule rule : rules.values()) {
            Node message = messages.get(rule.code());
            worded.add(message == null ? rule : reworded(rule, message));
        }
        return List.copyOf(worded);
    }

    /** A pattern and the longest text of its field together bound what one search costs. */
    private void requireReach(Field bare) {
        boolean bounded = made.get(PatternRule.CODE) instanceof PatternRule pattern
                && type instanceof TextType text
                && text.maxLength(bare.settings()) > pattern.reach();
        Section rule = listed.get(PatternRule.CODE);
        if (bounded && rule != null) {
            rule.fault(
                    "value",
                    "'pattern' is too large for texts of this length: its characters with all counts written out, times"
                            + " 'maxLength', are at most " + PatternRule.MAX_STEPS + "; make one of them smaller");
        }
    }

    private Map<String, Node> messages(Set<String> codes) {
        Map<String, Node> messages = new LinkedHashMap<>();
        Section own = field.section("messages", "'messages'");
        if (own != null) {
            for (String code : own.keys()) {
                if (!codes.contains(code)) {
                    field.source()
                            .fault(
                                    own.keyPlace(code),
                                    "the field has no rule '" + code + "'" + Nearest.suggestion(code, codes)
                                            + "; allowed here: " + String.join(", ", codes));
                } else if (own.text(code, 500) != null) {
                    messages.put(code, own.place(code));
                }
            }
        }
        for (Map.Entry<String, Section> rule : listed.entrySet()) {
            if (rule.getValue().text("message", 500) != null) {
                Node message = rule.getValue().place("message");
                if (messages.put(rule.getKey(), message) != null) {
                    field.source()
                            .fault(
                                    message,
                                    "the message of '" + rule.getKey()
                                            + "' is given twice: here and in 'messages'; leave one out");
                }
            }
        }
        return messages;
    }

    private Rule reworded(Rule rule, Node message) {
        try {
            return RewordedRule.of(rule, String.valueOf(Section.scalar(message)));
        } catch (ValueFault fault) {
            field.source().fault(message, "the message " + fault.message());
            return rule;
        }
    }
}
