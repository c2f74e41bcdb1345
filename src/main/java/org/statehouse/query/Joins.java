package org.statehouse.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Field;
import org.statehouse.metadata.Sql;

/**
 * The tables that the paths of one query reach, each joined once. Outer joins, so that a null reference loses no record;
 * over a primary key, so that none is doubled.
 */
final class Joins {

    /** The alias of the records themselves. */
    static final String ROOT = "t";

    private final Catalog catalog;
    private final Tables tables;
    private final Map<List<String>, String> aliases = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    Joins(Catalog catalog) {
        this(catalog, Tables.NOW);
    }

    Joins(Catalog catalog, Tables tables) {
        this.catalog = catalog;
        this.tables = tables;
    }

    /** The references that a path needs joined. The id at a path's end already stands in the reference. */
    static List<List<String>> prefixes(Path path) {
        List<String> names = path.steps().stream().map(Field::name).toList();
        int joined = joined(path);
        List<List<String>> prefixes = new ArrayList<>();
        for (int length = 1; length <= joined; length++) {
            prefixes.add(names.subList(0, length));
        }
        return prefixes;
    }

    /** The column at the end of a path; joins what it needs. */
    String column(Path path) {
        String alias = ROOT;
        List<String> reached = new ArrayList<>();
        int joined = joined(path);
        for (Field step : path.steps().subList(0, joined)) {
            reached.add(step.name());
            alias = join(alias, List.copyOf(reached), step);
        }
        if (joined < path.steps().size()) {
            return Sql.column(alias, path.steps().get(joined).name());
        }
        String column = Sql.column(alias, path.attribute().column());
        return path.attribute() instanceof SystemAttribute system && system.textual()
                ? column + " COLLATE \"C\""
                : column;
    }

    /** The joins so far, to follow the root's table. */
    String text() {
        return text.toString();
    }

    private static int joined(Path path) {
        return path.attribute() instanceof IdAttribute
                ? Math.max(0, path.steps().size() - 1)
                : path.steps().size();
    }

    private String join(String from, List<String> reached, Field step) {
        String known = aliases.get(reached);
        if (known != null) {
            return known;
        }
        String alias = "j" + (aliases.size() + 1);
        aliases.put(reached, alias);
        text.append(" LEFT JOIN ")
                .append(tables.of(catalog.known(step.referenced().model())))
                .append(' ')
                .append(alias)
                .append(" ON ")
                .append(Sql.column(alias, "id"))
                .append(" = ")
                .append(Sql.column(from, step.name()));
        return alias;
    }
}
