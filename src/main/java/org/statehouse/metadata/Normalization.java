package org.statehouse.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is done to a text before it is validated. Applied twice in a row, a list of these changes nothing more. */
enum Normalization {
    /** Takes white space away from both ends. */
    TRIM("trim"),
    /** Upper case by Unicode's rules, the same in every locale. */
    UPPER("upper"),
    /** Lower case by Unicode's rules, the same in every locale. */
    LOWER("lower"),
    /** Makes each run of white space one blank. */
    COLLAPSE("collapse");

    private final String word;

    Normalization(String word) {
        this.word = word;
    }

    /** The words for them in metadata files. */
    static List<String> words() {
        return Arrays.stream(values()).map(one -> one.word).toList();
    }

    static String apply(List<String> words, String text) {
        String result = text;
        for (String word : words) {
            for (Normalization one : values()) {
                if (one.word.equals(word)) {
                    result = one.apply(result);
                }
            }
        }
        return result;
    }

    private String apply(String text) {
        return switch (this) {
            case TRIM -> Characters.trim(text);
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case COLLAPSE -> Characters.collapse(text);
        };
    }
}
