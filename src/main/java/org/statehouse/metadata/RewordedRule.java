package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.statehouse.problem.Violation;

/**
 * A rule with a message of the file's own: a whole sentence, in which {@code {max}} stands for the parameter of that name
 * and {@code {label}} for the field's label.
 */
record RewordedRule(Rule rule, String template) implements Rule {

    /** Refuses places that the rule cannot fill. */
    static RewordedRule of(Rule rule, String template) throws ValueFault {
        MessageTemplate.check(template, rule.params().keySet());
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
        return MessageTemplate.fill(template, label, rule.params());
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
    public List<String> ownChecks(String column) {
        return rule.ownChecks(column);
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
