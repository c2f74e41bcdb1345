package org.statehouse.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;

/**
 * Which records of a model somebody follows, checked. Its filter is decided in memory from what the log has of a record, so
 * it compares the model's own readable fields only.
 *
 * @param model whose records
 * @param filter what they must obey
 * @param fields which members are told
 * @param text the same for equal queries on the same catalog
 */
public record FollowQuery(Model model, Filter filter, Projection fields, String text) {

    /**
     * Reads filter and fields; 400 {@code bad-query} with all faults.
     *
     * @param filter as JSON, null for every record
     * @param fields names, null for all members
     */
    public static FollowQuery read(
            Catalog catalog, Model model, @Nullable JsonNode filter, @Nullable List<String> fields) {
        QueryFaults faults = new QueryFaults();
        Filter read = Filter.EVERYTHING;
        if (filter != null) {
            TermReader terms = new TermReader(new PathReader(catalog, model, faults), faults);
            read = new FilterReader(terms, faults, "filter").object(filter, 1);
            requireOwn(read, faults);
        }
        Projection shown = fields == null ? Projection.ALL : Shape.projection(model, fields, faults);
        faults.check();
        Filter checked = read;
        String text = new String(Json.write(out -> FilterJson.write(out, checked)), StandardCharsets.UTF_8);
        String members = shown.all()
                ? "*"
                : String.join(",", shown.names().stream().sorted().toList());
        return new FollowQuery(model, read, shown, model.name() + " " + members + " " + text);
    }

    /** The same of one record; 404 {@code unknown-record} is not among its answers: a record may come to be. */
    public FollowQuery ofRecord(Object id) {
        Filter one = new Filter.Compare(Path.to(new IdAttribute(model.idType())), Operator.EQ, List.of(id));
        return new FollowQuery(model, Filter.all(List.of(one, filter)), fields, text + " " + id);
    }

    /**
     * A comparison that every record it finds must obey, by which it can be looked up.
     *
     * @param attribute of the model
     * @param values one of which it has
     */
    public record Key(Attribute attribute, List<Object> values) {}

    /** A key of the filter, if it has one. */
    public Optional<Key> key() {
        List<Filter> all = filter instanceof Filter.And and ? and.filters() : List.of(filter);
        return all.stream()
                .filter(each -> each instanceof Filter.Compare compare
                        && (compare.operator() == Operator.EQ || compare.operator() == Operator.IN)
                        && !(compare.path().attribute() instanceof SystemAttribute))
                .map(each -> (Filter.Compare) each)
                .map(compare -> new Key(compare.path().attribute(), compare.values()))
                .findFirst();
    }

    /** Whether the filter compares what the log does not have of earlier versions: who changed a record last, and when. */
    public boolean comparesLastChange() {
        return compares(filter);
    }

    private static boolean compares(Filter filter) {
        if (filter instanceof Filter.Compare compare) {
            return compare.path().attribute() instanceof SystemAttribute;
        } else if (filter instanceof Filter.And and) {
            return and.filters().stream().anyMatch(FollowQuery::compares);
        } else if (filter instanceof Filter.Or or) {
            return or.filters().stream().anyMatch(FollowQuery::compares);
        }
        return compares(((Filter.Not) filter).filter());
    }

    private static void requireOwn(Filter filter, QueryFaults faults) {
        if (filter instanceof Filter.Compare compare) {
            requireOwn(compare.path(), faults);
        } else if (filter instanceof Filter.And and) {
            and.filters().forEach(each -> requireOwn(each, faults));
        } else if (filter instanceof Filter.Or or) {
            or.filters().forEach(each -> requireOwn(each, faults));
        } else if (filter instanceof Filter.Not not) {
            requireOwn(not.filter(), faults);
        }
    }

    private static void requireOwn(Path path, QueryFaults faults) {
        if (!path.steps().isEmpty()) {
            faults.add("filter", path.text(), null, "changes are filtered by the model's own fields only", null);
        } else if (path.attribute() instanceof FieldAttribute of
                && of.field().type().writeOnly()) {
            faults.add("filter", path.text(), null, "'" + path.text() + "' is not in the log; leave it out", null);
        }
    }
}
