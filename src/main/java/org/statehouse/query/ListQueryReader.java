package org.statehouse.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;

/** Reads the query string of a list: every parameter is understood, or all that is wrong is answered at once. */
final class ListQueryReader {

    private static final Set<String> KNOWN = new LinkedHashSet<>(List.of(
            "filter", "search", "sort", "limit", "after", "offset", "count", "fields", "expand", Deleted.PARAMETER));

    private final Catalog catalog;
    private final Model model;
    private final @Nullable Scope scope;
    private final QueryFaults faults = new QueryFaults();
    private final PathReader paths;

    ListQueryReader(Catalog catalog, Model model, @Nullable Scope scope) {
        this.catalog = catalog;
        this.model = model;
        this.scope = scope;
        this.paths = new PathReader(catalog, model, faults);
    }

    ListQuery read(QueryString query) {
        Parameters parameters = new Parameters(query, faults);
        Filter filter = Filter.all(List.of(
                filter(parameters),
                new SearchReader(model, faults).read(parameters),
                Deleted.read(model, parameters, faults).filter(model)));
        Sort sort = new SortReader(model, paths, faults).read(parameters.take("sort"));
        int limit = parameters.takeNumber("limit", 1, QueryLimits.MAX_PAGE, QueryLimits.DEFAULT_PAGE);
        String after = parameters.take("after");
        boolean skips = query.parameters().containsKey("offset");
        int offset = parameters.takeNumber("offset", 0, QueryLimits.MAX_OFFSET, 0);
        if (after != null && skips) {
            faults.add("offset", "does not go together with after; use one of them");
        }
        boolean count = parameters.takeFlag("count");
        Shape shape = Shape.read(catalog, model, parameters, faults);
        parameters.finish(KNOWN, name -> PathReader.attribute(model, name) != null);
        requireFewJoins(filter, sort);
        faults.check();
        String fingerprint = PageKey.fingerprint(model, scope, filter, sort);
        PageKey key = after == null ? null : PageKey.read(after, sort, fingerprint);
        return new ListQuery(model, scope, filter, sort, limit, key, offset, count, shape, fingerprint);
    }

    private Filter filter(Parameters parameters) {
        String json = parameters.take("filter");
        Map<String, List<String>> brackets = parameters.takeAll(BracketReader.PREFIX);
        if (size(json, brackets) > QueryLimits.MAX_FILTER_BYTES) {
            faults.add("filter", "has at most " + QueryLimits.MAX_FILTER_BYTES + " bytes; ask for less at a time");
            return Filter.EVERYTHING;
        }
        TermReader terms = new TermReader(paths, faults);
        List<Filter> all = new ArrayList<>();
        if (json != null) {
            all.add(new FilterReader(terms, faults, "filter").text(json));
        }
        BracketReader reader = new BracketReader(terms, faults);
        brackets.forEach((name, values) -> {
            Filter filter = reader.read(name, values);
            if (filter != null) {
                all.add(filter);
            }
        });
        return Filter.all(all);
    }

    private static int size(@Nullable String json, Map<String, List<String>> brackets) {
        int bytes = json == null ? 0 : bytes(json);
        for (Map.Entry<String, List<String>> parameter : brackets.entrySet()) {
            for (String value : parameter.getValue()) {
                bytes += bytes(parameter.getKey()) + bytes(value);
            }
        }
        return bytes;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void requireFewJoins(Filter filter, Sort sort) {
        Set<List<String>> joins = new LinkedHashSet<>();
        collect(filter, joins);
        sort.keys().forEach(key -> Joins.prefixes(key.path()).forEach(joins::add));
        if (joins.size() > QueryLimits.MAX_JOINS) {
            faults.add("filter", "and sort together follow at most " + QueryLimits.MAX_JOINS + " different references");
        }
    }

    private static void collect(Filter filter, Set<List<String>> joins) {
        if (filter instanceof Filter.Compare compare) {
            joins.addAll(Joins.prefixes(compare.path()));
        } else if (filter instanceof Filter.And and) {
            and.filters().forEach(each -> collect(each, joins));
        } else if (filter instanceof Filter.Or or) {
            or.filters().forEach(each -> collect(each, joins));
        } else if (filter instanceof Filter.Not not) {
            collect(not.filter(), joins);
        }
    }
}
