package org.statehouse.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;

/**
 * Everything that a list's query string says, checked.
 *
 * @param model whose records
 * @param scope the record that they must be related to, or null
 * @param filter what they must obey, {@code search} included
 * @param sort their order
 * @param limit how many at most
 * @param after the place after which the page begins, or null
 * @param offset how many to skip, 0 with {@code after}
 * @param count whether to count all that obey
 * @param shape what to give of each
 * @param fingerprint tells this list from others, in cursors
 */
public record ListQuery(
        Model model,
        @Nullable Scope scope,
        Filter filter,
        Sort sort,
        int limit,
        @Nullable PageKey after,
        int offset,
        boolean count,
        Shape shape,
        String fingerprint) {

    /** Reads a list of all records of a model; 400 {@code bad-query} with all faults, or {@code bad-cursor}. */
    public static ListQuery read(Catalog catalog, Model model, QueryString query) {
        return new ListQueryReader(catalog, model, null).read(query);
    }

    /** Reads a list of the records that are related to one. */
    public static ListQuery read(Catalog catalog, Scope scope, QueryString query) {
        Model target = catalog.known(scope.relationship().target());
        return new ListQueryReader(catalog, target, scope).read(query);
    }

    /** All live records that obey a filter, in the order of their ids; so many at most. */
    public static ListQuery all(Model model, Filter filter, Projection projection, int limit) {
        Filter live = Filter.all(List.of(filter, Deleted.EXCLUDE.filter(model)));
        Sort byId = new Sort(List.of(new Sort.Key(Path.to(new IdAttribute(model.idType())), false)));
        return new ListQuery(model, null, live, byId, limit, null, 0, false, new Shape(projection, Expand.NOTHING), "");
    }

    /** The same list from a place on, without what was to be skipped. */
    public ListQuery from(PageKey place) {
        return new ListQuery(model, scope, filter, sort, limit, place, 0, count, shape, fingerprint);
    }

    /** The text for {@code page.next}, given the keys of the page's last record. */
    public String next(PageKey last) {
        return last.text(sort, fingerprint);
    }
}
