package org.statehouse.metadata;

import java.util.Map;

/** The address of a video that a page can show: one that {@link VideoAddress} knows. The empty text is taken. */
record VideoUrlRule() implements Rule {

    static final String CODE = "videoUrl";

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
        return "must be the address of a video at YouTube or Vimeo";
    }

    @Override
    public boolean accepts(Object value) {
        String text = (String) value;
        return text.isEmpty() || VideoAddress.of(text).isPresent();
    }
}
