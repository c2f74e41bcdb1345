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
import org.statehouse.metadata.Relationship;

/**
 * What an export is to give, checked: a list of all records that obey a filter, read page by page.
 *
 * @param list the records, their order and members; its pages have {@link QueryLimits#MAX_PAGE} records
 * @param links the many-to-many relationships whose ids are given too: those that the model declares, unless
 *     {@code fields} leaves them out
 * @param format as the query asked for, null when it did not
 */
public record ExportQuery(
        ListQuery list, List<Relationship> links, @Nullable ExportFormat format) {

    private static final String FORMAT = "format";
    private static final String FIELDS = "fields";

    /** Parameters of its own and those that it shares with lists. */
    private static final Set<String> KNOWN =
            new LinkedHashSet<>(List.of(FORMAT, "filter", "search", "sort", FIELDS, "deleted"));
    /** Parameters of lists that an export has no use for. */
    private static final Set<String> PAGING = Set.of("limit", "after", "offset", "count");

    public ExportQuery {
        links = List.copyOf(links);
    }

    /** Reads the query string of an export; 400 {@code bad-query}. */
    public static ExportQuery read(Catalog catalog, Model model, QueryString query) {
        QueryFaults faults = new QueryFaults();
        Map<String, List<String>> shared = new LinkedHashMap<>();
        query.parameters().forEach((name, values) -> {
            if (PAGING.contains(name)) {
                faults.add(name, "an export gives all records that obey its filter; leave it out");
            } else if (name.equals("expand")) {
                faults.add(name, "an export gives ids; export the other model as well");
            } else if (!KNOWN.contains(name) && !name.startsWith(BracketReader.PREFIX)) {
                unknown(model, name, faults);
            } else if (!name.equals(FORMAT)) {
                shared.put(name, values);
            }
        });
        ExportFormat format = format(query.parameters().get(FORMAT), faults);
        faults.check();
        List<Relationship> links = takeLinks(model, shared);
        shared.put("limit", List.of(Integer.toString(QueryLimits.MAX_PAGE)));
        return new ExportQuery(ListQuery.read(catalog, model, new QueryString(shared)), links, format);
    }

    private static @Nullable ExportFormat format(@Nullable List<String> values, QueryFaults faults) {
        if (values == null) {
            return null;
        }
        ExportFormat format =
                values.size() == 1 ? ExportFormat.of(values.get(0)).orElse(null) : null;
        if (format == null) {
            faults.add(FORMAT, "must be one of " + String.join(", ", ExportFormat.words()) + ", given once");
        }
        return format;
    }

    private static void unknown(Model model, String name, QueryFaults faults) {
        if (PathReader.attribute(model, name) != null) {
            faults.add(name, name, null, "a field is filtered by filter[" + name + "]=…", "filter");
        } else {
            faults.unknown(name, null, "the parameter", name, KNOWN);
        }
    }

    /** Takes the names of relationships out of {@code fields}, which lists do not have there. */
    private static List<Relationship> takeLinks(Model model, Map<String, List<String>> shared) {
        List<Relationship> own = model.relationships().values().stream()
                .filter(each -> each.kind() == Relationship.Kind.MANY_TO_MANY && each.owner())
                .toList();
        List<String> values = shared.get(FIELDS);
        if (values == null || values.size() > 1) {
            return own;
        }
        List<String> names = new ArrayList<>(List.of(values.get(0).split(",", -1)));
        List<Relationship> wanted =
                own.stream().filter(each -> names.remove(each.name())).toList();
        if (names.isEmpty()) {
            names.add("id");
        }
        shared.put(FIELDS, List.of(String.join(",", names)));
        return wanted;
    }
}
