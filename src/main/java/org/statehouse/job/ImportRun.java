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

    /** Bytes of rows after which a batch is written although it could have more of them. */
    private static final long MAX_SIZE = 4L << 20;

    private final Job job;
    private final StateManager states;
    private final Caller caller;
    private final List<BatchRow> batch = new ArrayList<>(StateManager.MAX_BATCH);
    private long size;
    private long done;

    ImportRun(Job job, StateManager states) {
        this.job = job;
        this.states = states;
        this.done = job.lastLine();
        this.caller = new Caller(new Actor(job.actor()), job.request());
    }

    /** @throws UnreadableFile when the file cannot be read on; the rows before are written */
    void run(InputStream file, Model model) throws IOException {
        try (RowSource source = open(file, model)) {
            try {
                writeAll(source);
            } catch (UnreadableFile broken) {
                writeBatch();
                throw broken;
            }
            writeBatch();
        }
    }

    private void writeAll(RowSource source) throws IOException {
        for (BatchRow row = source.next(); row != null; row = source.next()) {
            if (row.line() > done) {
                batch.add(row);
                size += source.size();
            }
            if (batch.size() == StateManager.MAX_BATCH || size >= MAX_SIZE) {
                writeBatch();
            }
        }
    }

    private void writeBatch() {
        if (batch.isEmpty()) {
            return;
        }
        int rows = batch.size();
        long lastLine = batch.get(rows - 1).line();
        states.createAll(
                caller,
                job.model(),
                batch,
                (connection, written, faults) -> JobStore.raise(
                        connection, job.id(), new JobStore.Progress(done, lastLine, rows, written), faults));
        done = lastLine;
        batch.clear();
        size = 0;
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
