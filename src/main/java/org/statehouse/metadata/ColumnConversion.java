package org.statehouse.metadata;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a column become those of another type.
 *
 * @param rewrites whether PostgreSQL writes every row anew; else it only notes the type
 * @param using the new value, as an SQL expression over the column
 * @param fits an SQL expression that is true for the values that can be converted without loss; null for all
 */
record ColumnConversion(
        boolean rewrites, String using, @Nullable String fits) {

    private static final Pattern CHARACTERS = Pattern.compile("varchar\\((\\d+)\\).*");
    private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    /** The way from one field's values to another's, over a quoted column; null when there is none. */
    static @Nullable ColumnConversion between(Field old, Field next, String column) {
        if (old.type().writeOnly() != next.type().writeOnly()) {
            return null;
        }
        String from = old.type().sqlType(old);
        String to = next.type().sqlType(next);
        if (from.equals(to)) {
            return new ColumnConversion(false, column, null);
        }
        if (to.equals("text[]")) {
            return characters(from) == 0 ? null : array(column);
        }
        if (characters(to) > 0) {
            return toCharacters(old, column, from, characters(to));
        }
        if (characters(from) > 0) {
            return fromCharacters(column, to);
        }
        return ofNumbers(column, from, to);
    }

    private static ColumnConversion array(String column) {
        String using = "CASE WHEN " + column + " IS NOT NULL THEN ARRAY[" + column + "::text] END";
        return new ColumnConversion(true, using, null);
    }

    /** The greatest length of a type of texts; 0 for other types. */
    private static int characters(String type) {
        Matcher bounded = CHARACTERS.matcher(type);
        if (bounded.matches()) {
            return Integer.parseInt(bounded.group(1));
        }
        return type.equals("text") || type.startsWith("text ") ? UNBOUNDED : 0;
    }

    private static @Nullable ColumnConversion toCharacters(Field old, String column, String from, int length) {
        int before = characters(from);
        if (before > 0) {
            String fits = before <= length ? null : "char_length(" + column + ") <= " + length;
            return new ColumnConversion(fits != null, column, fits);
        }
        String text = switch (from) {
            case "boolean", "date", "uuid", "bigint" -> column + "::text";
            case "timestamptz", "time" -> old.type().imageSql(old, column);
            default -> from.startsWith("numeric") ? column + "::text" : null;
        };
        if (text == null) {
            return null;
        }
        return new ColumnConversion(true, text, length == UNBOUNDED ? null : "char_length(" + text + ") <= " + length);
    }

    private static @Nullable ColumnConversion fromCharacters(String column, String to) {
        Matcher numeric = NUMERIC.matcher(to);
        if (numeric.matches()) {
            int scale = Integer.parseInt(numeric.group(2));
            int whole = Integer.parseInt(numeric.group(1)) - scale;
            String form = "^-?[0-9]{1," + Math.max(whole, 1) + "}" + (scale == 0 ? "" : "([.][0-9]{1," + scale + "})?");
            return new ColumnConversion(true, column + "::" + to, column + " ~ '" + form + "$'");
        }
        return switch (to) {
            case "bigint" -> new ColumnConversion(true, column + "::bigint", column + " ~ '^-?[0-9]{1,18}$'");
            case "boolean" -> new ColumnConversion(true, column + " = 'true'", column + " IN ('true', 'false')");
            case "uuid" ->
                new ColumnConversion(
                        true, column + "::uuid", column + " ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'");
            default -> null;
        };
    }

    private static @Nullable ColumnConversion ofNumbers(String column, String from, String to) {
        Matcher before = NUMERIC.matcher(from);
        Matcher after = NUMERIC.matcher(to);
        if (after.matches() && (before.matches() || from.equals("bigint"))) {
            int scale = Integer.parseInt(after.group(2));
            int whole = Integer.parseInt(after.group(1)) - scale;
            int scaleBefore = before.matches() ? Integer.parseInt(before.group(2)) : 0;
            int wholeBefore = before.matches() ? Integer.parseInt(before.group(1)) - scaleBefore : 19;
            boolean holds = scale >= scaleBefore && whole >= wholeBefore;
            String fits = "abs(" + column + ") < 1" + "0".repeat(whole) + " AND " + column + " = round(" + column
                    + "::numeric, " + scale + ")";
            boolean noted = holds && before.matches() && scale == scaleBefore;
            return new ColumnConversion(!noted, column + "::" + to, holds ? null : fits);
        }
        if (to.equals("bigint") && before.matches()) {
            String fits = column + " = trunc(" + column + ") AND abs(" + column + ") < 9223372036854775808";
            return new ColumnConversion(true, column + "::bigint", fits);
        }
        if (to.equals("double precision") && (before.matches() || from.equals("bigint"))) {
            String fits = column + "::double precision::numeric = " + column + "::numeric";
            return new ColumnConversion(true, column + "::double precision", fits);
        }
        if (from.equals("date") && to.equals("timestamptz")) {
            return new ColumnConversion(true, column + "::timestamp AT TIME ZONE 'UTC'", null);
        }
        return null;
    }
}
