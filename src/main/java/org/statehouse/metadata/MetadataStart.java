package org.statehouse.metadata;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.statehouse.database.SqlStates;
import org.statehouse.database.StartFailure;

/**
 * What a node does about metadata when it starts. With a published catalog it always ends with that one or its successor,
 * and tells what is wrong with the files; only without any catalog faulty files end the start.
 */
final class MetadataStart {

    private final Publication publication;
    private final Files files;
    private final ComposedFiles composed;

    MetadataStart(Publication publication, Files files, ComposedFiles composed) {
        this.publication = publication;
        this.files = files;
        this.composed = composed;
    }

    /** Where the files come from. */
    @FunctionalInterface
    interface Files {
        MetadataFiles read() throws IOException;
    }

    /**
     * How the start ended.
     *
     * @param catalog that serves
     * @param faults why the files' catalog is not the one that serves
     */
    record Result(Catalog catalog, List<String> faults) {}

    Result run() throws SQLException {
        List<String> faults;
        try {
            Publication.Outcome outcome = publication.publish(CatalogReader.read(files.read(), composed));
            if (outcome.catalog() != null) {
                return new Result(outcome.catalog(), outcome.faults());
            }
            faults = outcome.faults();
        } catch (MetadataFaults faulty) {
            faults = faulty.faults().stream().map(MetadataFault::toString).toList();
            publication.clear();
        } catch (IOException unreadable) {
            faults = List.of(String.valueOf(unreadable.getMessage()));
            publication.clear();
        } catch (SQLException refused) {
            // Somebody holds a table, or a table of that name is there: what is published can serve all the same.
            if (SqlStates.isConnectionLost(refused) || publication.head() == 0) {
                throw refused;
            }
            faults = List.of("The database has refused the new tables: " + refused.getMessage());
        }
        List<String> reasons = faults;
        return publication
                .current()
                .map(catalog -> new Result(catalog, reasons))
                .orElseThrow(() ->
                        new StartFailure("The metadata files have faults, and there is no earlier catalog to serve:\n"
                                + String.join("\n", reasons)));
    }
}
