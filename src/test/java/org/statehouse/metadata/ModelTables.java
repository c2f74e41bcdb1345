package org.statehouse.metadata;

import java.util.List;

/** The tables of a catalog, for tests above it. */
public final class ModelTables {

    private ModelTables() {}

    /** The statements that its first publication runs. */
    public static List<String> of(Catalog catalog) {
        return SchemaPlan.between(null, catalog).statements();
    }
}
