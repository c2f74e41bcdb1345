package org.statehouse.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.state.BatchRow;
import org.statehouse.state.RecordColumns;

/** The rows of a file for a model, without what is to be left out. */
final class FileRows implements RowSource {

    private final RowSource rows;
    private final Set<String> ignored;

    FileRows(InputStream file, ImportFormat format, Model model, ImportOptions options) throws IOException {
        this.ignored = options.ignored();
        this.rows = switch (format) {
            case NDJSON -> new NdjsonRows(file);
            case CSV -> new CsvRows(file, columns(model, options));
        };
    }

    @Override
    public @Nullable BatchRow next() throws IOException {
        BatchRow row = rows.next();
        if (row == null || ignored.isEmpty()) {
            return row;
        }
        Map<String, @Nullable String> cells = row.cells();
        if (row.json() != null) {
            row.json().remove(ignored);
        } else if (cells != null) {
            Map<String, @Nullable String> kept = new LinkedHashMap<>(cells);
            kept.keySet().removeAll(ignored);
            return BatchRow.ofCells(row.line(), kept);
        }
        return row;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** An upsert takes an export as it is; new records take no members that only the server sets. */
    private static Set<String> columns(Model model, ImportOptions options) {
        Set<String> names = new HashSet<>(options.ignored());
        names.addAll(model.fields().keySet());
        if (options.mode().upsert()) {
            names.addAll(RecordColumns.system(model));
        } else if (model.idAssigned() == Model.IdAssigned.CLIENT) {
            names.add("id");
        }
        for (Relationship relationship : model.relationships().values()) {
            if (relationship.kind() == Relationship.Kind.MANY_TO_MANY && relationship.owner()) {
                names.add(relationship.name());
            }
        }
        return names;
    }
}
