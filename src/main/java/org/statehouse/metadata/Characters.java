package org.statehouse.metadata;

import java.util.Map;

/**
 * What is said about characters once, for Java, JavaScript and PostgreSQL: a text is a sequence of Unicode scalar values
 * without U+0000, its length counts code points, and white space is what ECMAScript's {@code trim} removes.
 */
final class Characters {

    private Characters() {}

    /** Refuses U+0000, which PostgreSQL cannot store, and lone surrogates, which UTF-8 cannot write. */
    static String require(String text) throws ValueFault {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                throw new ValueFault(
                        "characters",
                        "must not contain the character U+0000 or half of a surrogate pair",
                        Map.of("position", text.codePointCount(0, i)));
            }
            i += Character.charCount(c);
        }
        return text;
    }

    /** How many code points. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static boolean isWhiteSpace(int c) {
        return switch (c) {
            case '\t', '\n', 0x0B, '\f', '\r', ' ', 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF ->
                true;
            default -> c >= 0x2000 && c <= 0x200A;
        };
    }

    /**
     * A text that may quote a file, for a log or a terminal: control and format characters, which could begin a line, colour
     * it or turn its direction, and halves of surrogate pairs are written as escapes, and what is too long is cut off.
     */
    static String shown(String text, int max) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), max) + 1);
        text.codePoints().limit(max).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> out.append(String.format("\\u%04X", c));
                default -> out.appendCodePoint(c);
            }
        });
        return length(text) > max ? out + "…" : out.toString();
    }

    /** Without white space at either end. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** With each run of white space as one blank. */
    static String collapse(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            boolean white = isWhiteSpace(text.charAt(i));
            if (!white) {
                out.append(text.charAt(i));
            } else if (!gap) {
                out.append(' ');
            }
            gap = white;
        }
        return out.toString();
    }
}
