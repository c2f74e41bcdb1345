package org.statehouse.query;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists without SQL: filters as the application decides them in memory, sorts written down a second time. */
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
        return InMemoryFilter.holds(filter, path -> rows.value(row, path));
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
