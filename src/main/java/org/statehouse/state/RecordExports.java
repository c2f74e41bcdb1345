package org.statehouse.state;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.query.ExportFormat;
import org.statehouse.query.ExportQuery;
import org.statehouse.query.QueryString;

/** Opens exports: files of all records of a model that obey a filter. */
public class RecordExports {

    private final DataSource dataSource;
    private final CurrentCatalog catalogs;
    private final CatalogRuns runs;

    public RecordExports(DataSource dataSource, CurrentCatalog catalogs, CatalogRuns runs) {
        this.dataSource = dataSource;
        this.catalogs = catalogs;
        this.runs = runs;
    }

    /** Which format to give when the query does not say. */
    @FunctionalInterface
    public interface Choice {
        ExportFormat format();
    }

    /**
     * Checks the query and reads the first part, so that what is wrong is known before anything is sent.
     *
     * @throws org.statehouse.problem.ProblemException 404 {@code unknown-model}, 400 {@code bad-query},
     *     409 {@code catalog-changed}
     */
    public RecordExport open(Caller caller, String model, QueryString query, Choice otherwise) {
        return runs.compared(caller, catalog -> open(catalog, catalog.model(model), query, otherwise));
    }

    private RecordExport open(Catalog catalog, Model model, QueryString text, Choice otherwise) throws SQLException {
        ExportQuery query = ExportQuery.read(catalog, model, text);
        ExportFormat asked = query.format();
        ExportFormat format = asked == null ? otherwise.format() : asked;
        ExportRows rows = switch (format) {
            case NDJSON -> new ExportedJson(catalog, query);
            case CSV -> new ExportedCsv(query);
        };
        ExportReader reader = new ExportReader(dataSource, catalog, query, rows);
        return new RecordExport(catalogs, catalog, model, format, rows, reader);
    }
}
