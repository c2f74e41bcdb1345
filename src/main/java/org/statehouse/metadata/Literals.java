package org.statehouse.metadata;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;

/** Typed values as they stand in DDL and in the parameters of a rule. */
final class Literals {

    private Literals() {}

    /** A SQL literal. Backslashes mean themselves, as the SQL standard has it. */
    static String sql(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Double number) {
            return quote(Floats.text(number)) + "::float8";
        }
        if (value instanceof LocalTime time) {
            return "TIME " + quote(TimeType.format(time));
        }
        if (value instanceof List<?> keys) {
            return quote(MultiEnumType.literal(
                            keys.stream().map(String::valueOf).toList())) + "::text[]";
        }
        if (value instanceof JsonValue json) {
            return quote(json.toString()) + "::jsonb";
        }
        if (value instanceof LocalDate date) {
            return "DATE " + quote(date.toString());
        }
        if (value instanceof OffsetDateTime time) {
            return "TIMESTAMPTZ " + quote(Timestamps.format(time));
        }
        return quote(value.toString());
    }

    /** What a JSON writer takes; a whole number beyond 2^53 is a text, as everywhere. */
    static Object json(Object value) {
        if (value instanceof OffsetDateTime time) {
            return Timestamps.format(time);
        }
        if (value instanceof InlineSchema schema) {
            return schema.source();
        }
        if (value instanceof LocalTime time) {
            return TimeType.format(time);
        }
        if (value instanceof Double number) {
            return Floats.shortest(number);
        }
        if (value instanceof Long number && !IntegerType.isSafe(number)) {
            return number.toString();
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** For people. */
    static String text(Object value) {
        return json(value) instanceof BigDecimal decimal
                ? decimal.toPlainString()
                : json(value).toString();
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
