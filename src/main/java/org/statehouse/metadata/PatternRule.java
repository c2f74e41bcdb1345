package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text in which a regular expression is found; {@code ^} and {@code $} tie it to the ends. It runs in linear time, and
 * {@link CommonPattern} has made sure that it means the same in JavaScript.
 */
final class PatternRule implements Rule {

    static final String CODE = "pattern";

    /** Atoms times characters that one search may have to look at; about a second. */
    static final long MAX_STEPS = 32_000_000;

    private final String source;
    private final CommonPattern.Compiled compiled;

    PatternRule(String source) throws ValueFault {
        this.source = source;
        this.compiled = CommonPattern.compile(source);
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

    /** How long a text may be that the pattern is searched for in; longer ones are for {@code maxLength} to refuse. */
    long reach() {
        return MAX_STEPS / compiled.size();
    }

    @Override
    public boolean accepts(Object value) {
        String text = (String) value;
        return text.length() > 2 * reach() || compiled.pattern().matcher(text).find();
    }

    /** By its source, from which all else is made. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PatternRule rule && rule.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public void describe(ObjectNode schema) {
        ValueSchema.pattern(schema, source);
    }
}
