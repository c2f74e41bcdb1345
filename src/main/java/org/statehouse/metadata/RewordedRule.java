package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.statehouse.problem.Violation;

/**
 * A rule with a message of the file's own: a whole sentence, in which {@code {max}} stands for the parameter of that name
 * and {@code {label}} for the field's label.
 */
record RewordedRule(Rule rule, String template) implements Rule {

    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]*)\\}");

    /** Refuses places that the rule cannot fill. */
    static RewordedRule of(Rule rule, String template) throws ValueFault {
        Matcher places = PLACE.matcher(template);
        while (places.find()) {
            String name = places.group(1);
            if (!name.equals("label") && !rule.params().containsKey(name)) {
                throw new ValueFault(
                        "message",
                        "has the place {" + name + "}, which this rule cannot fill; allowed here: {label}"
                                + String.join(
                                        "",
                                        rule.params().keySet().stream()
                                                .sorted()
                                                .map(param -> ", {" + param + "}")
                                                .toList()),
                        Map.of());
            }
        }
        return new RewordedRule(rule, template);
    }

    @Override
    public String code() {
        return rule.code();
    }

    @Override
    public Map<String, Object> params() {
        return rule.params();
    }

    @Override
    public String message() {
        return sentence("");
    }

    @Override
    public String sentence(String label) {
        return PLACE.matcher(template).replaceAll(place -> {
            String name = place.group(1);
            Object value = name.equals("label") ? label : rule.params().get(name);
            return Matcher.quoteReplacement(value == null ? "" : Literals.text(value));
        });
    }

    @Override
    public boolean accepts(Object value) {
        return rule.accepts(value);
    }

    /** At the places that the rule itself names. */
    @Override
    public List<Violation> violations(Field field, Object value) {
        return rule.violations(field, value).stream()
                .map(one ->
                        new Violation(one.pointer(), one.field(), one.rule(), sentence(field.label()), one.params()))
                .toList();
    }

    @Override
    public List<String> checks(String column) {
        return rule.checks(column);
    }

    @Override
    public void describe(ObjectNode schema) {
        rule.describe(schema);
    }

    @Override
    public boolean holdsInDatabase() {
        return rule.holdsInDatabase();
    }
}
