package org.statehouse.state;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.query.ExportFormat;
import org.statehouse.query.ExportQuery;
import org.statehouse.query.QueryString;

/** Opens exports: files of all records of a model that obey a filter. */
public class RecordExports {

    private static final int CATALOG_TRIES = 3;

    private final DataSource dataSource;
    private final CurrentCatalog catalogs;

    public RecordExports(DataSource dataSource, CurrentCatalog catalogs) {
        this.dataSource = dataSource;
        this.catalogs = catalogs;
    }

    /** Which format to give when the query does not say. */
    @FunctionalInterface
    public interface Choice {
        ExportFormat format();
    }

    /**
     * Checks the query and reads the first part, so that what is wrong is known before anything is sent.
     *
     * @throws org.statehouse.problem.ProblemException 404 {@code unknown-model}, 400 {@code bad-query}
     */
    public RecordExport open(String model, QueryString query, Choice otherwise) {
        Catalog catalog = catalogs.current();
        for (int attempt = 1; ; attempt++) {
            try {
                return open(catalog, catalog.model(model), query, otherwise);
            } catch (SQLException failure) {
                boolean changed = RecordExport.MODEL_CHANGED.contains(String.valueOf(failure.getSQLState()));
                if (attempt == CATALOG_TRIES || !changed) {
                    throw new DatabaseFailure(failure);
                }
                catalog = catalogs.refresh();
            }
        }
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
