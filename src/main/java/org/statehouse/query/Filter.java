package org.statehouse.query;

import java.util.ArrayList;
import java.util.List;
import org.statehouse.metadata.Operator;

/**
 * A condition on a record, as data: checked against the catalog, independent of SQL and of how it was spelled.
 *
 * <p>It is true or false for every record, never unknown. A comparison with a null value is false, except that {@code ne}
 * and {@code notIn} are true and {@code isNull} says what it says. Texts compare by code point; the operators that begin
 * with i compare folded texts ({@link Fold}).
 */
public sealed interface Filter {

    /** Every record. */
    Filter EVERYTHING = new And(List.of());

    /**
     * One comparison.
     *
     * @param path what is compared
     * @param operator how; one that the attribute takes
     * @param values typed, never null: none for a flag, one, two for {@code between}, one or more for a list
     */
    record Compare(Path path, Operator operator, List<Object> values) implements Filter {
        public Compare {
            values = List.copyOf(values);
        }
    }

    /** All of them; of none it is true. */
    record And(List<Filter> filters) implements Filter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    /** At least one of them; there are two or more. */
    record Or(List<Filter> filters) implements Filter {
        public Or {
            filters = List.copyOf(filters);
        }
    }

    /** The opposite. */
    record Not(Filter filter) implements Filter {}

    /** All of them, without needless levels: the same condition has the same form, however it was spelled. */
    static Filter all(List<Filter> filters) {
        List<Filter> flat = new ArrayList<>();
        for (Filter filter : filters) {
            if (filter instanceof And and) {
                flat.addAll(and.filters());
            } else {
                flat.add(filter);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new And(flat);
    }

    /** At least one of them, one or more, without needless levels. */
    static Filter any(List<Filter> filters) {
        return filters.size() == 1 ? filters.get(0) : new Or(filters);
    }
}
