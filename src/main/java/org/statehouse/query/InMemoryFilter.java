package org.statehouse.query;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Operator;

/** Decides in memory what {@link FilterSql} lets PostgreSQL decide: the same filter holds for the same records. */
public final class InMemoryFilter {

    private InMemoryFilter() {}

    /** A record's values. */
    @FunctionalInterface
    public interface Values {
        /** The typed value at the end of a path, or null. */
        @Nullable
        Object at(Path path);
    }

    public static boolean holds(Filter filter, Values record) {
        if (filter instanceof Filter.And and) {
            return and.filters().stream().allMatch(each -> holds(each, record));
        } else if (filter instanceof Filter.Or or) {
            return or.filters().stream().anyMatch(each -> holds(each, record));
        } else if (filter instanceof Filter.Not not) {
            return !holds(not.filter(), record);
        }
        Filter.Compare compare = (Filter.Compare) filter;
        Object value = record.at(compare.path());
        return value == null ? isOfNull(compare.operator()) : holds(compare.operator(), value, compare.values());
    }

    private static boolean isOfNull(Operator operator) {
        return switch (operator) {
            case NE, NOT_IN, CONTAINS_NONE, IS_NULL -> true;
            case EQ,
                    GT,
                    GTE,
                    LT,
                    LTE,
                    BETWEEN,
                    IN,
                    OVERLAPS,
                    CONTAINS_ALL,
                    IS_NOT_NULL,
                    CONTAINS,
                    STARTS_WITH,
                    ENDS_WITH,
                    I_CONTAINS,
                    I_STARTS_WITH,
                    I_ENDS_WITH,
                    I_EQ -> false;
        };
    }

    private static boolean holds(Operator operator, Object value, List<Object> with) {
        return switch (operator) {
            case EQ, IN -> with.stream().anyMatch(other -> equal(value, other));
            case NE, NOT_IN -> with.stream().noneMatch(other -> equal(value, other));
            case GT -> order(value, with.get(0)) > 0;
            case GTE -> order(value, with.get(0)) >= 0;
            case LT -> order(value, with.get(0)) < 0;
            case LTE -> order(value, with.get(0)) <= 0;
            case BETWEEN -> order(value, with.get(0)) >= 0 && order(value, with.get(1)) <= 0;
            case OVERLAPS -> !Collections.disjoint((List<?>) value, (List<?>) with.get(0));
            case CONTAINS_ALL -> ((List<?>) value).containsAll((List<?>) with.get(0));
            case CONTAINS_NONE -> Collections.disjoint((List<?>) value, (List<?>) with.get(0));
            case IS_NULL -> false;
            case IS_NOT_NULL -> true;
            case CONTAINS -> text(value).contains(text(with.get(0)));
            case STARTS_WITH -> text(value).startsWith(text(with.get(0)));
            case ENDS_WITH -> text(value).endsWith(text(with.get(0)));
            case I_CONTAINS -> folded(value).contains(folded(with.get(0)));
            case I_STARTS_WITH -> folded(value).startsWith(folded(with.get(0)));
            case I_ENDS_WITH -> folded(value).endsWith(folded(with.get(0)));
            case I_EQ -> folded(value).equals(folded(with.get(0)));
        };
    }

    private static String text(Object value) {
        return (String) value;
    }

    private static String folded(Object value) {
        return Fold.fold(text(value));
    }

    /** Numbers by their value, whatever digits they are written with; both zeros are one. */
    private static boolean equal(Object value, Object other) {
        boolean byOrder = value instanceof BigDecimal || value instanceof Double;
        return byOrder ? order(value, other) == 0 : value.equals(other);
    }

    private static int order(Object value, Object other) {
        if (value instanceof String text) {
            return byCodePoint(text, (String) other);
        } else if (value instanceof Long number) {
            return number.compareTo((Long) other);
        } else if (value instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) other);
        } else if (value instanceof Double number) {
            return Double.compare(number + 0.0, (Double) other + 0.0);
        } else if (value instanceof OffsetDateTime time) {
            return time.compareTo((OffsetDateTime) other);
        } else if (value instanceof LocalDate day) {
            return day.compareTo((LocalDate) other);
        } else if (value instanceof LocalTime time) {
            return time.compareTo((LocalTime) other);
        } else if (value instanceof UUID id) {
            return byBytes(id, (UUID) other);
        }
        throw new IllegalStateException("Values of " + value.getClass().getName() + " have no order");
    }

    /** As the collation C orders UTF-8. */
    private static int byCodePoint(String text, String other) {
        int shorter = Math.min(text.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char one = text.charAt(i);
            char two = other.charAt(i);
            if (one != two) {
                int beyond = Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(two));
                return beyond == 0 ? Character.compare(one, two) : beyond;
            }
        }
        return Integer.compare(text.length(), other.length());
    }

    private static int byBytes(UUID id, UUID other) {
        int high = Long.compareUnsigned(id.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(id.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
