package org.statehouse.metadata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table is made of. A part has a key that outlives renames, so that the parts of two catalogs can be compared, and
 * a name in the database.
 */
sealed interface Part {

    /** The same in every catalog that has the part. */
    String key();

    /** Of the column, constraint or index. */
    String name();

    /**
     * A column.
     *
     * @param type as it stands in DDL
     * @param required whether it is NOT NULL
     * @param field whose values it has; null for a column of the system
     */
    record Column(
            String key,
            String name,
            String type,
            boolean required,
            @Nullable Field field) implements Part {}

    /**
     * A CHECK constraint.
     *
     * @param expression over the table's columns, as this catalog calls them
     * @param field that it is told of
     * @param rule that it stands for
     * @param message for people, when the rule is broken
     */
    record Check(String key, String name, String expression, String field, String rule, String message)
            implements Part {}

    /**
     * A foreign key.
     *
     * @param column that refers
     * @param target the key of the table that it refers to
     * @param field that it is told of
     */
    record ForeignKey(String key, String name, String column, String target, String field) implements Part {}

    /**
     * An index.
     *
     * @param columns in order
     * @param unique whether no two rows may share their values
     * @param where which rows it is about, over the table's columns; "" for all
     */
    record Index(String key, String name, List<String> columns, boolean unique, String where) implements Part {}

    /** The primary key, which never changes but may be called otherwise. */
    record PrimaryKey(String key, String name) implements Part {}
}
