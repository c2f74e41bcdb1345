package org.statehouse.metadata;

import java.util.Map;

/** An ISBN of 10 digits with its check digit; hyphens and blanks may stand anywhere. The empty text is taken. */
record Isbn10Rule() implements Rule {

    static final String CODE = "isbn10";

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
        return "must be an ISBN of 10 digits whose check digit is right, such as 0-306-40615-2";
    }

    @Override
    public boolean accepts(Object value) {
        String text = (String) value;
        return text.isEmpty() || Isbn.isTen(Isbn.digits(text));
    }
}
