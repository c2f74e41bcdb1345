package org.statehouse.query;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What filters and sorts mean, written down a second time and without SQL. */
final class InMemory {

    private final ShopRows rows;

    InMemory(ShopRows rows) {
        this.rows = rows;
    }

    List<Object> ids(String model, Filter filter, Deleted deleted, Sort sort) {
        return rows.of(model).stream()
                .filter(row -> isGiven(deleted, row.get("deletedAt") != null) && holds(filter, row))
                .sorted(order(sort))
                .<Object>map(row -> row.get("id"))
                .toList();
    }

    private static boolean isGiven(Deleted deleted, boolean isDeleted) {
        return switch (deleted) {
            case EXCLUDE -> !isDeleted;
            case INCLUDE -> true;
            case ONLY -> isDeleted;
        };
    }

    boolean holds(Filter filter, Map<String, @Nullable Object> row) {
        if (filter instanceof Filter.And and) {
            return and.filters().stream().allMatch(each -> holds(each, row));
        } else if (filter instanceof Filter.Or or) {
            return or.filters().stream().anyMatch(each -> holds(each, row));
        } else if (filter instanceof Filter.Not not) {
            return !holds(not.filter(), row);
        }
        Filter.Compare compare = (Filter.Compare) filter;
        Object value = rows.value(row, compare.path());
        return value == null ? holdsForNull(compare) : holds(compare, value, compare.values());
    }

    private static boolean holdsForNull(Filter.Compare compare) {
        return switch (compare.operator()) {
            case NE, NOT_IN, CONTAINS_NONE, IS_NULL -> true;
            default -> false;
        };
    }

    private static boolean holds(Filter.Compare compare, Object value, List<Object> with) {
        return switch (compare.operator()) {
            case EQ, IN -> with.stream().anyMatch(other -> order(value, other) == 0);
            case NE, NOT_IN -> with.stream().noneMatch(other -> order(value, other) == 0);
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
            case CONTAINS -> value.toString().contains((String) with.get(0));
            case STARTS_WITH -> value.toString().startsWith((String) with.get(0));
            case ENDS_WITH -> value.toString().endsWith((String) with.get(0));
            case I_CONTAINS -> folded(value).contains(folded(with.get(0)));
            case I_STARTS_WITH -> folded(value).startsWith(folded(with.get(0)));
            case I_ENDS_WITH -> folded(value).endsWith(folded(with.get(0)));
            case I_EQ -> folded(value).equals(folded(with.get(0)));
        };
    }

    private static String folded(Object text) {
        return Fold.fold((String) text);
    }

    private Comparator<Map<String, @Nullable Object>> order(Sort sort) {
        return (left, right) -> {
            for (Sort.Key key : sort.keys()) {
                int order = order(rows.value(left, key.path()), rows.value(right, key.path()), key.descending());
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** Null is greater than everything. */
    private static int order(@Nullable Object left, @Nullable Object right, boolean descending) {
        int order;
        if (left == null || right == null) {
            order = Boolean.compare(left == null, right == null);
        } else {
            order = order(left, right);
        }
        return descending ? -order : order;
    }

    private static int order(Object left, Object right) {
        if (left instanceof String text) {
            return byCodePoint(text, (String) right);
        } else if (left instanceof Long number) {
            return number.compareTo((Long) right);
        } else if (left instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) right);
        } else if (left instanceof UUID id) {
            return id.toString().compareTo(right.toString());
        } else if (left instanceof Boolean flag) {
            return flag.compareTo((Boolean) right);
        } else if (left instanceof Double number) {
            return number.compareTo((Double) right);
        } else if (left instanceof List<?> set) {
            return set.equals(right) ? 0 : 1;
        } else if (left instanceof java.time.LocalTime time) {
            return time.compareTo((java.time.LocalTime) right);
        } else if (left instanceof java.time.LocalDate day) {
            return day.compareTo((java.time.LocalDate) right);
        }
        return ((java.time.OffsetDateTime) left).compareTo((java.time.OffsetDateTime) right);
    }

    private static int byCodePoint(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (a[i] != b[i]) {
                return Integer.compare(a[i], b[i]);
            }
        }
        return Integer.compare(a.length, b.length);
    }
}
