package org.statehouse.metadata;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way from the published catalog to the next.
 *
 * @param before the tables that are concerned, as they are
 * @param steps what is done, in words
 * @param renames names of tables, columns and constraints that change, whatever the steps
 * @param locks how tables are locked before the catalog is published, by name and in its order, so that a writer that waits
 *     sees the new catalog
 * @param faults what the next catalog asks for that cannot be done at all
 */
record Migration(
        Blueprint before, List<Step> steps, List<Act> renames, SortedMap<String, Lock> locks, List<String> faults) {

    /** How a table is locked. */
    enum Lock {
        /** Against writers: the definition changes, the table does not. */
        SHARE("SHARE"),
        /** Against everyone: the table changes. */
        EXCLUSIVE("ACCESS EXCLUSIVE");

        private final String mode;

        Lock(String mode) {
            this.mode = mode;
        }

        String statement(String table) {
            return "LOCK TABLE " + Sql.quote("public") + "." + Sql.quote(table) + " IN " + mode + " MODE";
        }
    }

    /** The way from the published catalog, or from none. */
    static Migration between(@Nullable Catalog published, Catalog next) {
        return new MigrationPlanner(published, next, new PendingNames(next.version())).migration();
    }

    /** The statements of the publishing transaction, of steps carried out in these ways. */
    Stream<Act> acts(List<Step.Way> ways) {
        return Stream.concat(renames.stream(), ways.stream().flatMap(way -> way.acts().stream()))
                .sorted(Comparator.comparing(Act::phase));
    }
}
