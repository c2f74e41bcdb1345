package org.statehouse.query;

import java.util.List;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;

/**
 * Which figures are wanted of which groups of records, checked.
 *
 * @param model whose records
 * @param filter what they must obey, {@code search} and {@code deleted} included
 * @param groupBy what records of one group have in common; none for one group of all
 * @param figures one at least
 * @param sort the order of the groups
 * @param limit how many groups at most
 * @param offset how many groups to skip
 */
public record AggregateQuery(
        Model model, Filter filter, List<Path> groupBy, List<Figure> figures, List<Key> sort, int limit, int offset) {

    /**
     * One key of the order.
     *
     * @param column of the groups' values and, after them, the figures, from 0
     * @param descending from the greatest to the least
     */
    public record Key(int column, boolean descending) {}

    public AggregateQuery {
        groupBy = List.copyOf(groupBy);
        figures = List.copyOf(figures);
        sort = List.copyOf(sort);
    }

    /** Reads a query string; 400 {@code bad-query}. */
    public static AggregateQuery read(Catalog catalog, Model model, QueryString query) {
        return new AggregateReader(catalog, model).read(query);
    }
}
