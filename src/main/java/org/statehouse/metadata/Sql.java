package org.statehouse.metadata;

/** Names in SQL. Only names from the catalog come here, and they are always quoted: a model may be called order. */
public final class Sql {

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
