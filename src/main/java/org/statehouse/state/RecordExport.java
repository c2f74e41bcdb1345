package org.statehouse.state;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.Objects;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.database.SqlStates;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogJson;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Negotiation;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.ExportFormat;

/**
 * An export under way: its first part is read, the others follow as the receiver takes them. Each part shows one moment,
 * a later one a later moment. For one thread.
 */
public final class RecordExport {

    private final CurrentCatalog catalogs;
    private final ExportFormat format;
    private final ExportRows rows;
    private final ExportReader reader;
    private final Model model;
    private Catalog catalog;
    private ExportReader.Part part;

    RecordExport(
            CurrentCatalog catalogs,
            Catalog catalog,
            Model model,
            ExportFormat format,
            ExportRows rows,
            ExportReader reader)
            throws SQLException {
        this.catalogs = catalogs;
        this.catalog = catalog;
        this.model = model;
        this.format = format;
        this.rows = rows;
        this.reader = reader;
        this.part = reader.first();
        StaleCatalog.requireSame(catalog.version(), part.catalogVersion());
    }

    public ExportFormat format() {
        return format;
    }

    /** The name that a file of it should have. */
    public String fileName() {
        return model.name() + "." + format.word();
    }

    /**
     * Writes everything, from the first part to the last. What was written is whole lines, but not all of them when it
     * throws.
     *
     * @throws ProblemException when the model has changed or the database is away
     * @throws IOException when the receiver is gone
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(rows.head());
        part.lines().writeTo(out);
        while (part.next() != null) {
            part = next();
            part.lines().writeTo(out);
        }
    }

    private ExportReader.Part next() {
        try {
            ExportReader.Part next = reader.after(Objects.requireNonNull(part.next()));
            requireSameModel(next.catalogVersion());
            return next;
        } catch (SQLException failure) {
            if (SqlStates.isOfAnotherTable(failure)) {
                throw modelChanged();
            }
            throw new DatabaseFailure(failure);
        }
    }

    /** Another catalog may have this model unchanged. */
    private void requireSameModel(long version) {
        if (version == catalog.version()) {
            return;
        }
        Catalog current = catalogs.refresh();
        Model now = current.find(model.name());
        if (now == null || !CatalogJson.isSame(now, model)) {
            throw modelChanged();
        }
        catalog = current;
    }

    private ProblemException modelChanged() {
        return Problem.of(
                        ProblemType.CATALOG_CHANGED,
                        "The model " + model.name()
                                + " has changed during the export; this file is not complete. Export" + " again")
                .with("model", model.name())
                .with("current", catalogs.current().version())
                .with("action", Negotiation.REFRESH)
                .exception();
    }
}
