package org.statehouse.metadata;

import java.util.Comparator;
import java.util.List;

/** The tables of a catalog, for tests above it. */
public final class ModelTables {

    private ModelTables() {}

    /** The statements that its first publication runs. */
    public static List<String> of(Catalog catalog) {
        return new CreateTables(catalog.models())
                .all().stream()
                        .sorted(Comparator.comparing(Act::phase))
                        .map(Act::sql)
                        .toList();
    }
}
