package org.statehouse.state;

import java.sql.SQLException;
import java.time.Duration;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.database.SqlStates;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogMeter;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Negotiation;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryLimits;

/**
 * Carries out what a request asks for with the catalog that serves now, and again with the next one when another was
 * published under it: a request that has told nobody anything does not fail because models change. Safe for all threads.
 */
public final class CatalogRuns {

    /** query_canceled: a read waits for nobody's records, so it was the read itself that took so long. */
    private static final String CANCELED = "57014";

    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    /** Each connection of a pool may hold statements of the former catalog, which fail once. */
    private static final int MAX_RUNS = 200;

    private final CurrentCatalog catalogs;
    private final Negotiation negotiation;
    private final CatalogMeter meter;

    public CatalogRuns(CurrentCatalog catalogs, Negotiation negotiation, CatalogMeter meter) {
        this.catalogs = catalogs;
        this.negotiation = negotiation;
        this.meter = meter;
    }

    /** What is done under one catalog. */
    @FunctionalInterface
    public interface Run<T> {
        T under(Catalog catalog) throws SQLException;
    }

    /**
     * Runs reads of any number of statements: they count if the catalog was the same before and after them.
     *
     * @throws DatabaseFailure when the database fails
     * @throws ProblemException also 409 {@code catalog-changed} to a caller that was built for other models
     */
    public <T> T reads(Caller caller, Run<T> run) {
        return compared(caller, catalog -> {
            T read = run.under(catalog);
            requireStill(catalog);
            return read;
        });
    }

    /** Throws {@link StaleCatalog} when another catalog has been published. */
    void requireStill(Catalog catalog) {
        StaleCatalog.requireSame(catalog.version(), catalogs.refresh().version());
    }

    /** The same for what compares the catalog's version in its own statement and throws {@link StaleCatalog}. */
    <T> T compared(Caller caller, Run<T> run) {
        Catalog catalog = serving(caller);
        long begun = catalog.version();
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int runs = 1; ; runs++) {
            boolean last = runs == MAX_RUNS || System.nanoTime() > end;
            try {
                return run.under(negotiation.offered(catalog, caller.catalog()));
            } catch (StaleCatalog stale) {
                if (last) {
                    throw changing();
                }
            } catch (SQLException failure) {
                requireOfAnotherCatalog(failure, last);
            } catch (ProblemException refused) {
                Catalog next = isOfNames(refused) ? newest(catalog) : catalog;
                if (last || next.version() == catalog.version()) {
                    count(refused);
                    throw negotiation.explained(refused, catalog, built(caller, begun));
                }
            }
            catalog = catalogs.refresh();
            meter.ranAgain();
        }
    }

    private void count(ProblemException refused) {
        if (refused.problem().type() == ProblemType.CATALOG_CHANGED) {
            meter.refused();
        }
    }

    /** The model as the caller may use it, or 404 {@code unknown-model}, 409 {@code catalog-changed}. */
    public Model model(Caller caller, String name) {
        return compared(caller, catalog -> catalog.model(name));
    }

    /** A caller that knows a newer catalog has heard of it from another node. */
    private Catalog serving(Caller caller) {
        Catalog catalog = catalogs.current();
        Long built = caller.catalog();
        return built != null && built > catalog.version() ? catalogs.refresh() : catalog;
    }

    private static long built(Caller caller, long begun) {
        Long said = caller.catalog();
        return said == null ? begun : said;
    }

    /** A database that is away keeps nobody from being told what is wrong with a request. */
    private Catalog newest(Catalog known) {
        try {
            return catalogs.refresh();
        } catch (RuntimeException away) {
            return known;
        }
    }

    /** Another node may know the name that is unknown here. */
    private static boolean isOfNames(ProblemException refused) {
        ProblemType type = refused.problem().type();
        return type == ProblemType.UNKNOWN_MODEL
                || type == ProblemType.UNKNOWN_FIELD
                || type == ProblemType.UNKNOWN_RELATIONSHIP
                || type == ProblemType.BAD_QUERY;
    }

    private static void requireOfAnotherCatalog(SQLException failure, boolean last) {
        if (CANCELED.equals(failure.getSQLState())) {
            throw tooCostly();
        }
        if (last || !SqlStates.isOfAnotherTable(failure)) {
            throw new DatabaseFailure(failure);
        }
    }

    private static ProblemException changing() {
        return Problem.of(ProblemType.BUSY, "The models keep changing; try again")
                .exception();
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
