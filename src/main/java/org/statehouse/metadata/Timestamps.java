package org.statehouse.metadata;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The written forms of a point in time: any of RFC 3339 with an offset is read, one is written: UTC, microseconds. */
public final class Timestamps {

    private static final int LENGTH = "0000-00-00T00:00:00.000000Z".length();
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);
    /** The form alone, for JSON Schema: it does not know how many days a month has. */
    static final String PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,6})?"
            + "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$";

    private static final Pattern FORM =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,6})?)"
                    + "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))");

    private Timestamps() {}

    /** From RFC 3339 with an offset and at most six digits of a second; UTC, years 0001 to 9999. */
    public static OffsetDateTime parse(String text) throws ValueFault {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw fault();
        }
        try {
            LocalDateTime local = LocalDateTime.parse(parts.group(1) + "T" + parts.group(2));
            OffsetDateTime time = local.minusMinutes(offset(parts)).atOffset(ZoneOffset.UTC);
            if (time.getYear() < 1 || time.getYear() > 9999) {
                throw fault();
            }
            return time;
        } catch (DateTimeException noSuchTime) {
            throw fault();
        }
    }

    private static int offset(Matcher parts) {
        String sign = parts.group(3);
        if (sign == null) {
            return 0;
        }
        int minutes = 60 * Integer.parseInt(parts.group(4)) + Integer.parseInt(parts.group(5));
        return sign.equals("-") ? -minutes : minutes;
    }

    /** Digit by digit: a list of 1,000 records has some thousands of times. */
    public static String format(OffsetDateTime time) {
        OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
        int year = utc.getYear();
        if (year < 0 || year > 9999) {
            return FORMAT.format(utc);
        }
        byte[] text = new byte[LENGTH];
        put(text, 0, 4, year, '-');
        put(text, 5, 2, utc.getMonthValue(), '-');
        put(text, 8, 2, utc.getDayOfMonth(), 'T');
        put(text, 11, 2, utc.getHour(), ':');
        put(text, 14, 2, utc.getMinute(), ':');
        put(text, 17, 2, utc.getSecond(), '.');
        put(text, 20, 6, utc.getNano() / 1_000, 'Z');
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** A number in so many digits, and what follows it. */
    private static void put(byte[] text, int from, int digits, int number, char next) {
        int rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        text[from + digits] = (byte) next;
    }

    /** The same form made by PostgreSQL from a {@code timestamptz} expression. */
    public static String sql(String expression) {
        return "to_char(" + expression + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    private static ValueFault fault() {
        return new ValueFault(
                "type",
                "must be a time with its offset and at most microseconds, such as 2024-02-29T13:45:00Z or"
                        + " 2024-02-29T14:45:00.250+01:00",
                Map.of("type", "dateTime"));
    }
}
