package org.statehouse.metadata;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;

/** The order of typed values. */
final class Bound {

    private Bound() {}

    /** Whether they are the same value, whatever the scale; both of one type, or an integer and a decimal. */
    static boolean equal(Object a, Object b) {
        return a instanceof Number ? compare(a, b) == 0 : a.equals(b);
    }

    /**
     * Less than, equal to or greater than 0, as for comparators; both values of one type, or an integer and a decimal. Texts
     * are ordered by code point.
     */
    static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return x.compareTo(y);
        }
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x.compareTo(y);
        }
        if (a instanceof LocalTime x && b instanceof LocalTime y) {
            return x.compareTo(y);
        }
        if (a instanceof Long x && b instanceof BigDecimal y) {
            return BigDecimal.valueOf(x).compareTo(y);
        }
        if (a instanceof BigDecimal x && b instanceof Long y) {
            return x.compareTo(BigDecimal.valueOf(y));
        }
        if (a instanceof String x && b instanceof String y) {
            return Arrays.compare(x.codePoints().toArray(), y.codePoints().toArray());
        }
        if (a instanceof LocalDate x && b instanceof LocalDate y) {
            return x.compareTo(y);
        }
        if (a instanceof OffsetDateTime x && b instanceof OffsetDateTime y) {
            return x.toInstant().compareTo(y.toInstant());
        }
        throw new IllegalArgumentException(a.getClass() + " and " + b.getClass() + " have no order");
    }
}
