package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A text of at least so many characters.
 *
 * @param minLength in code points
 */
record MinLengthRule(int minLength) implements Rule {

    static final String CODE = "minLength";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, minLength);
    }

    @Override
    public String message() {
        return "must be at least " + minLength + (minLength == 1 ? " character long" : " characters long");
    }

    @Override
    public boolean accepts(Object value) {
        return Characters.length((String) value) >= minLength;
    }

    @Override
    public List<String> checks(String column) {
        return List.of("char_length(" + column + ") >= " + minLength);
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put(CODE, minLength);
    }
}
