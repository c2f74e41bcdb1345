package org.statehouse.metadata;

import java.util.List;
import java.util.Map;
import org.statehouse.problem.Violation;

/**
 * A rule of texts, applied to the clear text of a password. Nothing stands behind it in PostgreSQL, which has the hash alone.
 *
 * @param rule over the text
 */
record ClearTextRule(Rule rule) implements Rule {

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

    /** A stored password was looked at when it was set. */
    @Override
    @SuppressWarnings("ReferenceEquality") // it is one object
    public boolean accepts(Object value) {
        return value == Password.STORED || rule.accepts(((Password) value).clear());
    }

    @Override
    public List<Violation> violations(Field field, Object value) {
        return rule.violations(field, ((Password) value).clear());
    }
}
