package org.statehouse.metadata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One kind of record. Its table has the model's name, its columns the fields' names.
 *
 * @param number stable, allotted at first publication; survives renames
 * @param name unique in the catalog, camelCase
 * @param application the application that it belongs to
 * @param label for people
 * @param description for people, may be empty
 * @param display fields that together are what a person calls a record
 * @param idType of what kind the ids are
 * @param idAssigned who gives them
 * @param conditionRequired whether a write must name the version that it is based on
 * @param softDelete whether a delete keeps the row, so that the record can be restored
 * @param fields by name, in the file's order
 * @param relationships by name: those declared here, and the inverses of many-to-many ones declared elsewhere
 * @param uniques sets of fields whose values no two records share
 * @param indexes sets of fields with an index
 * @param comparisons checks across its fields
 * @param lifecycle the states of a record, or null
 * @param batchedMillis how long unconditional patches of a record are gathered before they are written as one, 0 for not at all
 * @param gatheredMillis how long the changes of a record are gathered before they are told as one on sockets, 0 for not at all
 */
public record Model(
        int number,
        String name,
        String application,
        String label,
        String description,
        List<String> display,
        IdType idType,
        IdAssigned idAssigned,
        boolean conditionRequired,
        boolean softDelete,
        Map<String, Field> fields,
        Map<String, Relationship> relationships,
        List<UniqueKey> uniques,
        List<List<String>> indexes,
        List<Comparison> comparisons,
        @Nullable Lifecycle lifecycle,
        int batchedMillis,
        int gatheredMillis) {

    /** Who gives a record its id. */
    public enum IdAssigned {
        SERVER,
        CLIENT
    }

    /**
     * Fields whose values together are unique among the records, of a model with soft delete among the live ones. A null is equal to nothing, as in SQL.
     *
     * @param name of the index in the database
     * @param fields one or several
     * @param where which records it is about; null for all
     * @param message for people, or null for the standard one
     */
    public record UniqueKey(
            String name,
            List<String> fields,
            @Nullable Condition where,
            @Nullable String message) {

        /** Whether it is about a record with these values by field name. */
        public boolean isAbout(Map<String, @Nullable Object> values) {
            return where == null || where.holds(values);
        }

        /** The fields whose change can break it. */
        public Set<String> touching() {
            Set<String> all = new LinkedHashSet<>(fields);
            if (where != null) {
                all.addAll(where.fields());
            }
            return all;
        }
    }

    /**
     * Which rows a unique key is about, as a SQL condition over the table's columns; "" for all. Records that are deleted
     * softly keep nobody from having their values.
     */
    public String predicate(UniqueKey key) {
        String where = key.where() == null ? "" : key.where().sql();
        if (!softDelete) {
            return where;
        }
        String live = Sql.quote("deletedAt") + " IS NULL";
        return where.isEmpty() ? live : "(" + where + ") AND " + live;
    }

    public @Nullable Field field(String fieldName) {
        return fields.get(fieldName);
    }

    public @Nullable Relationship relationship(String relationshipName) {
        return relationships.get(relationshipName);
    }

    /** Whether ids come from the table's identity column; else from the client or from this server. */
    public boolean databaseMakesId() {
        return idAssigned == IdAssigned.SERVER && idType == IdType.INTEGER;
    }

    /** A condition, with AND before it, that only live rows of the table obey; empty where all rows are live. */
    public String andLive(String alias) {
        return softDelete ? " AND " + Sql.column(alias, "deletedAt") + " IS NULL" : "";
    }

    /** The table's name, quoted for SQL and with its schema. */
    public String table() {
        return Sql.quote("public") + "." + Sql.quote(name);
    }
}
