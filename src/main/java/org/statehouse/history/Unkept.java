package org.statehouse.history;

import org.statehouse.query.FieldAttribute;
import org.statehouse.query.Filter;

/** What the log does not keep cannot be asked of the past: whether a field that is written only had a value. */
final class Unkept {

    private Unkept() {}

    /** 400 {@code bad-query} if the filter asks for it. */
    static void require(Filter filter) {
        if (filter instanceof Filter.Compare compare) {
            if (compare.path().attribute() instanceof FieldAttribute attribute
                    && attribute.field().type().writeOnly()) {
                throw AsOf.refused(
                        "filter",
                        "cannot ask for '" + compare.path().text()
                                + "' as of an earlier time: the log does not keep it");
            }
        } else if (filter instanceof Filter.And and) {
            and.filters().forEach(Unkept::require);
        } else if (filter instanceof Filter.Or or) {
            or.filters().forEach(Unkept::require);
        } else if (filter instanceof Filter.Not not) {
            require(not.filter());
        }
    }
}
