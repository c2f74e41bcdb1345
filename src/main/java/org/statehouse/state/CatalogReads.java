package org.statehouse.state;

import java.sql.SQLException;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.database.SqlStates;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryLimits;

/** Reads with the catalog that serves now; those that fail because the tables have changed are run with the new one. */
public final class CatalogReads {

    /** query_canceled: a read waits for nobody's records, so it was the read itself that took so long. */
    private static final String CANCELED = "57014";

    private static final int TRIES = 3;

    private final CurrentCatalog catalogs;

    public CatalogReads(CurrentCatalog catalogs) {
        this.catalogs = catalogs;
    }

    /** What is read. */
    @FunctionalInterface
    public interface Reads<T> {
        T run(Catalog catalog) throws SQLException;
    }

    /**
     * Runs reads, again where another catalog has come into force.
     *
     * @throws DatabaseFailure when the database fails
     */
    public <T> T run(Reads<T> reads) {
        Catalog catalog = catalogs.current();
        for (int attempt = 1; ; attempt++) {
            try {
                return reads.run(catalog);
            } catch (SQLException failure) {
                if (CANCELED.equals(failure.getSQLState())) {
                    throw tooCostly();
                }
                if (attempt == TRIES || !SqlStates.isOfAnotherTable(failure)) {
                    throw new DatabaseFailure(failure);
                }
                catalog = catalogs.refresh();
            }
        }
    }

    private static ProblemException tooCostly() {
        return Problem.of(
                        ProblemType.QUERY_TOO_COSTLY,
                        "The query was stopped after " + QueryLimits.MAX_SECONDS + " seconds. Ask for less: fewer"
                                + " comparisons, a filter or sort by a field that has an index, no count=true")
                .with("seconds", QueryLimits.MAX_SECONDS)
                .exception();
    }
}
