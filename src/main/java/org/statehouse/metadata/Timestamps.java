package org.statehouse.metadata;

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

    public static String format(OffsetDateTime time) {
        return FORMAT.format(time.withOffsetSameInstant(ZoneOffset.UTC));
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
