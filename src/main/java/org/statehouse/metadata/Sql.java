package org.statehouse.metadata;

/** Names in SQL. Only names from the catalog come here, and they are always quoted: a model may be called order. */
public final class Sql {

    /** A scalar: the version of the catalog that is in force for the statement that it stands in. */
    public static final String CATALOG_VERSION = "(SELECT h.version FROM statehouse.catalog_head h)";

    private Sql() {}

    /** An identifier in double quotes. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A column of a table's alias: {@code t."name"}. */
    public static String column(String alias, String name) {
        return alias + "." + quote(name);
    }
}
