package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import java.util.Map;

/**
 * A text in which a regular expression is found; {@code ^} and {@code $} tie it to the ends. It runs in linear time, and
 * {@link CommonPattern} has made sure that it means the same in JavaScript.
 */
final class PatternRule implements Rule {

    static final String CODE = "pattern";

    private final String source;
    private final Pattern pattern;

    PatternRule(String source) throws ValueFault {
        this.source = source;
        this.pattern = CommonPattern.compile(source);
    }

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, source);
    }

    @Override
    public String message() {
        return "must match the pattern " + source;
    }

    @Override
    public boolean accepts(Object value) {
        return pattern.matcher((String) value).find();
    }

    @Override
    public void describe(ObjectNode schema) {
        ValueSchema.pattern(schema, source);
    }
}
