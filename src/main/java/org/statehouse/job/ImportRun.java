package org.statehouse.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Relationship;
import org.statehouse.session.Actor;
import org.statehouse.state.BatchRow;
import org.statehouse.state.Caller;
import org.statehouse.state.StateManager;

/** Reads a file from the line after its last committed batch, and writes it batch by batch. */
final class ImportRun {

    private final Job job;
    private final StateManager states;
    private final Caller caller;

    ImportRun(Job job, StateManager states) {
        this.job = job;
        this.states = states;
        this.caller = new Caller(new Actor(job.actor()), job.request());
    }

    void run(InputStream file, Model model) throws IOException {
        try (RowSource source = open(file, model)) {
            List<BatchRow> batch = new ArrayList<>(StateManager.MAX_BATCH);
            BatchRow row = source.next();
            while (row != null) {
                if (row.line() > job.lastLine()) {
                    batch.add(row);
                }
                if (batch.size() == StateManager.MAX_BATCH) {
                    write(batch);
                    batch.clear();
                }
                row = source.next();
            }
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    private void write(List<BatchRow> batch) {
        long lastLine = batch.get(batch.size() - 1).line();
        states.createAll(
                caller,
                job.model(),
                batch,
                (connection, written, faults) ->
                        JobStore.raise(connection, job.id(), batch.size(), written, lastLine, faults));
    }

    private RowSource open(InputStream file, Model model) throws IOException {
        return switch (job.format()) {
            case NDJSON -> new NdjsonRows(file);
            case CSV -> new CsvRows(file, columns(model));
        };
    }

    private static Set<String> columns(Model model) {
        Set<String> names = new HashSet<>(model.fields().keySet());
        if (model.idAssigned() == Model.IdAssigned.CLIENT) {
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
