package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import org.statehouse.problem.Violation;

/**
 * A rule that applies only to records for which a condition holds. Whether it does is asked beforehand; here the rule
 * itself is decided.
 *
 * @param rule which applies, with its message
 * @param when it does
 */
record ConditionalRule(Rule rule, Condition.Term when) implements Rule {

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
        return rule.message();
    }

    @Override
    public String sentence(String label) {
        return rule.sentence(label);
    }

    @Override
    public boolean accepts(Object value) {
        return rule.accepts(value);
    }

    @Override
    public List<Violation> violations(Field field, Object value) {
        return rule.violations(field, value);
    }

    @Override
    public List<String> checks(String column) {
        return rule.ownChecks(column).stream()
                .map(check -> "(" + when.sql() + ") IS NOT TRUE OR (" + check + ")")
                .toList();
    }
}
