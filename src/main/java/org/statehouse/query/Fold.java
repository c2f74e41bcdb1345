package org.statehouse.query;

import java.text.Normalizer;

/**
 * The one folding of texts that are compared without regard to case: normalisation form C, then the simple lower case of
 * each code point, then every final sigma as a plain one. PostgreSQL's {@code statehouse.fold} does the same; JavaScript:
 *
 * <pre>{@code [...text.normalize("NFC")].map(c => c === "İ" ? "i" : c.toLowerCase()).join("").replaceAll("ς", "σ")}</pre>
 *
 * Nothing else is folded: ß stays ß, accents count, and so does width.
 */
public final class Fold {

    private static final int FINAL_SIGMA = 'ς';
    private static final int SIGMA = 'σ';

    private Fold() {}

    public static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(c -> {
            int lower = Character.toLowerCase(c);
            folded.appendCodePoint(lower == FINAL_SIGMA ? SIGMA : lower);
        });
        return folded.toString();
    }
}
