package org.statehouse.metadata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A text of at most so many characters. In PostgreSQL the column's type stands behind it.
 *
 * @param maxLength in code points
 */
record MaxLengthRule(int maxLength) implements Rule {

    static final String CODE = "maxLength";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of(CODE, maxLength);
    }

    @Override
    public String message() {
        return "must be at most " + maxLength + (maxLength == 1 ? " character long" : " characters long");
    }

    @Override
    public boolean accepts(Object value) {
        return Characters.length((String) value) <= maxLength;
    }

    @Override
    public List<String> ownChecks(String column) {
        return List.of("char_length(" + column + ") <= " + maxLength);
    }

    @Override
    public void describe(ObjectNode schema) {
        schema.put(CODE, maxLength);
    }

    @Override
    public boolean holdsInDatabase() {
        return true;
    }
}
