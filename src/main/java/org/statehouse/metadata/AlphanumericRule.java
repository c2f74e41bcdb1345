package org.statehouse.metadata;

import java.util.List;
import java.util.Map;

/** A text of ASCII letters, digits and blanks, of which not all are blanks. The empty text is taken. */
record AlphanumericRule() implements Rule {

    static final String CODE = "alphanumeric";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public Map<String, Object> params() {
        return Map.of();
    }

    @Override
    public String message() {
        return "must have letters from A to Z, digits and blanks only";
    }

    @Override
    public boolean accepts(Object value) {
        String text = (String) value;
        return text.isEmpty() || (!text.isBlank() && text.chars().allMatch(AlphanumericRule::isTaken));
    }

    private static boolean isTaken(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
    }

    @Override
    public List<String> checks(String column) {
        return List.of(column + " ~ '^[A-Za-z0-9 ]*$' AND " + column + " !~ '^ +$'");
    }
}
