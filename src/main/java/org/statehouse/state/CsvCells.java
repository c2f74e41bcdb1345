package org.statehouse.state;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cells of CSV (RFC 4180). Null is an empty cell, the empty text is {@code ""}.
 *
 * <p>Spreadsheets take a text that begins with {@code = + - @}, a tab or a line end for a formula. Such a text gets an
 * apostrophe before it, and so does one that has only apostrophes before such a beginning: {@code =1} becomes
 * {@code '=1}, and {@code '=1} becomes {@code ''=1}. Reading takes one apostrophe away from exactly those, so that every
 * text comes back as it was.
 */
final class CsvCells {

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r\\n]");
    private static final Pattern GUARDED = Pattern.compile("''*[=+\\-@\\t\\r\\n]");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\\r\\n]");

    private CsvCells() {}

    /** A text that no spreadsheet takes for a formula. */
    static String guard(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** The text that {@link #guard} has made this of; any other as it is. */
    static String unguard(String text) {
        return GUARDED.matcher(text).lookingAt() ? text.substring(1) : text;
    }

    /** Appends a cell as it stands in the file. */
    static void append(StringBuilder line, @Nullable String cell) {
        if (cell == null) {
            return;
        }
        if (cell.isEmpty() || NEEDS_QUOTES.matcher(cell).find()) {
            line.append('"').append(cell.replace("\"", "\"\"")).append('"');
        } else {
            line.append(cell);
        }
    }
}
