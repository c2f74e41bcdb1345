package org.statehouse.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Operator;

/** Reads {@code count&sum=total&groupBy=status&filter[…]=…&sort=-sum.total}. */
final class AggregateReader {

    /** How many records have a value: {@code countOf=composer}. */
    static final String COUNT_OF = "countOf";

    private static final String COUNT = "count";
    private static final String GROUP_BY = "groupBy";

    private static final Set<String> KNOWN = new LinkedHashSet<>(List.of(
            COUNT, COUNT_OF, "sum", "avg", "min", "max", GROUP_BY, "filter", "search", "deleted", "sort", "limit",
            "offset"));
    private static final Set<String> SHARED = Set.of("filter", "search", "deleted");

    private final Catalog catalog;
    private final Model model;
    private final QueryFaults faults = new QueryFaults();
    private final PathReader paths;

    AggregateReader(Catalog catalog, Model model) {
        this.catalog = catalog;
        this.model = model;
        this.paths = new PathReader(catalog, model, faults);
    }

    AggregateQuery read(QueryString query) {
        Map<String, List<String>> shared = new LinkedHashMap<>();
        Map<String, List<String>> own = new LinkedHashMap<>();
        query.parameters().forEach((name, values) -> {
            boolean filters = SHARED.contains(name) || name.startsWith(BracketReader.PREFIX);
            (filters ? shared : own).put(name, values);
        });
        Parameters parameters = new Parameters(new QueryString(own), faults);
        List<Figure> figures = figures(parameters);
        List<Path> groupBy = groupBy(parameters.take(GROUP_BY));
        List<AggregateQuery.Key> sort = sort(parameters.take("sort"), groupBy, figures);
        int limit = parameters.takeNumber("limit", 1, QueryLimits.MAX_PAGE, QueryLimits.DEFAULT_PAGE);
        int offset = parameters.takeNumber("offset", 0, QueryLimits.MAX_OFFSET, 0);
        parameters.finish(KNOWN, name -> PathReader.attribute(model, name) != null);
        requireFewJoins(groupBy, figures);
        faults.check();
        Filter filter = ListQuery.read(catalog, model, new QueryString(shared)).filter();
        return new AggregateQuery(model, filter, groupBy, figures, sort, limit, offset);
    }

    private List<Figure> figures(Parameters parameters) {
        List<Figure> figures = new ArrayList<>();
        String count = parameters.take(COUNT);
        if (count != null && !count.isEmpty() && !count.equals("true")) {
            faults.add(COUNT, "takes no value; " + COUNT_OF + "=field counts the records that have a value there");
        } else if (count != null) {
            figures.add(new Figure(Figure.Function.COUNT, null));
        }
        add(Figure.Function.COUNT, COUNT_OF, parameters.take(COUNT_OF), figures);
        for (Figure.Function function : Figure.Function.values()) {
            if (function != Figure.Function.COUNT) {
                add(function, function.word(), parameters.take(function.word()), figures);
            }
        }
        if (figures.size() > QueryLimits.MAX_FIGURES) {
            faults.add(COUNT, "a query has at most " + QueryLimits.MAX_FIGURES + " figures");
        } else if (figures.isEmpty() && !faults.any()) {
            faults.add(COUNT, "ask for a figure: count, countOf, sum, avg, min or max");
        }
        return figures;
    }

    private void add(Figure.Function function, String parameter, @Nullable String text, List<Figure> figures) {
        for (Path path : paths(parameter, text)) {
            String refusal = function.refusal(path.attribute());
            if (refusal != null) {
                faults.add(parameter, path.text(), null, "'" + path.text() + "' has none: " + refusal, null);
            } else {
                figures.add(new Figure(function, path));
            }
        }
    }

    private List<Path> groupBy(@Nullable String text) {
        List<Path> found = paths(GROUP_BY, text);
        for (Path path : found) {
            if (!path.attribute().operators().contains(Operator.EQ)) {
                faults.add(GROUP_BY, path.text(), null, "'" + path.text() + "' cannot be compared", null);
            } else if (!path.attribute().sortable()) {
                faults.add(GROUP_BY, path.text(), null, "'" + path.text() + "' is too long to group by", null);
            }
        }
        if (found.size() > QueryLimits.MAX_SORT_KEYS) {
            faults.add(GROUP_BY, "has at most " + QueryLimits.MAX_SORT_KEYS + " fields");
        }
        return found;
    }

    private List<Path> paths(String parameter, @Nullable String text) {
        List<Path> found = new ArrayList<>();
        if (text == null) {
            return found;
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String name : text.split(",", -1)) {
            if (!seen.add(name)) {
                faults.add(parameter, name, null, "'" + name + "' is named twice", null);
                continue;
            }
            Path path = paths.read(parameter, name);
            if (path != null) {
                found.add(path);
            }
        }
        return found;
    }

    /** What was asked for, then the groups' own values, so that the order is always the same. */
    private List<AggregateQuery.Key> sort(@Nullable String text, List<Path> groupBy, List<Figure> figures) {
        List<String> names = new ArrayList<>();
        groupBy.forEach(path -> names.add(path.text()));
        figures.forEach(figure -> names.add(figure.text()));
        List<AggregateQuery.Key> keys = new ArrayList<>();
        Set<Integer> seen = new LinkedHashSet<>();
        if (text != null) {
            for (String part : text.split(",", -1)) {
                boolean descending = part.startsWith("-");
                String name = descending ? part.substring(1) : part;
                int column = names.indexOf(name);
                if (column < 0) {
                    faults.unknown("sort", name, "the group or figure", name, names);
                } else if (!seen.add(column)) {
                    faults.add("sort", name, null, "'" + name + "' is named twice", null);
                } else {
                    keys.add(new AggregateQuery.Key(column, descending));
                }
            }
        }
        for (int column = 0; column < groupBy.size(); column++) {
            if (seen.add(column)) {
                keys.add(new AggregateQuery.Key(column, false));
            }
        }
        return keys;
    }

    private void requireFewJoins(List<Path> groupBy, List<Figure> figures) {
        Set<List<String>> joins = new LinkedHashSet<>();
        groupBy.forEach(path -> joins.addAll(Joins.prefixes(path)));
        for (Figure figure : figures) {
            Path path = figure.path();
            if (path != null) {
                joins.addAll(Joins.prefixes(path));
            }
        }
        if (joins.size() > QueryLimits.MAX_JOINS) {
            faults.add(
                    GROUP_BY, "and figures together follow at most " + QueryLimits.MAX_JOINS + " different references");
        }
    }
}
