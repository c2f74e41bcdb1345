package org.statehouse.metadata;

import java.util.Map;

/** An ISBN of 13 digits with its check digit; hyphens and blanks may stand anywhere. The empty text is taken. */
record Isbn13Rule() implements Rule {

    static final String CODE = "isbn13";

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
        return "must be an ISBN of 13 digits whose check digit is right, such as 978-0-306-40615-7";
    }

    @Override
    public boolean accepts(Object value) {
        String text = (String) value;
        return text.isEmpty() || Isbn.isThirteen(Isbn.digits(text));
    }
}
