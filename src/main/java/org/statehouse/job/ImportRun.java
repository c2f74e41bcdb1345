package org.statehouse.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.cluster.Failpoint;
import org.statehouse.metadata.Model;
import org.statehouse.session.Actor;
import org.statehouse.state.BatchResult;
import org.statehouse.state.BatchRow;
import org.statehouse.state.Caller;
import org.statehouse.state.StateManager;

/** Imports one file: batch by batch from the line after its last committed one, or in one transaction. */
final class ImportRun {

    /** Bytes of rows after which a batch is written although it could have more of them. */
    private static final long MAX_SIZE = 4L << 20;

    private final Job job;
    private final StateManager states;
    private final JobStore store;
    private final Spool spool;
    private final Model model;
    private final Caller caller;
    private final List<BatchRow> batch = new ArrayList<>(StateManager.MAX_BATCH);
    private long size;
    private long done;

    ImportRun(Job job, StateManager states, JobStore store, Spool spool, Model model) {
        this.job = job;
        this.states = states;
        this.store = store;
        this.spool = spool;
        this.model = model;
        this.done = job.lastLine();
        this.caller = new Caller(new Actor(job.actor()), job.request());
    }

    /**
     * Runs it to its end; null when all was done, else why the job has failed.
     *
     * @param maxRows that one transaction takes
     */
    @Nullable
    String run(int maxRows) throws IOException {
        if (job.options().whole()) {
            return runWhole(maxRows);
        }
        try (RowSource source = open()) {
            String fault = null;
            try {
                writeAll(source);
            } catch (UnreadableFile broken) {
                fault = broken.getMessage();
            }
            writeBatch();
            return fault;
        } catch (UnreadableFile broken) {
            return broken.getMessage();
        }
    }

    private RowSource open() throws IOException {
        return new FileRows(spool.open(job.id()), job.format(), model, job.options());
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
        long lastLine = batch.get(batch.size() - 1).line();
        states.write(
                caller,
                job.model(),
                job.options().mode(),
                batch,
                (connection, result) ->
                        JobStore.raise(connection, job.id(), JobStore.Progress.of(done, lastLine, result)));
        Failpoint.BATCH_COMMITTED.reach();
        done = lastLine;
        batch.clear();
        size = 0;
    }

    /** Figures and end of what is taken back are kept in one transaction, so that a job is never between the two. */
    private @Nullable String runWhole(int maxRows) throws IOException {
        if (job.processed() > 0) {
            return null;
        }
        ImportOptions options = job.options();
        WholeImport file = new WholeImport(this::open, maxRows);
        BatchResult result = states.writeWhole(
                caller,
                job.model(),
                options.mode(),
                file,
                !options.dryRun(),
                (connection, kept) ->
                        JobStore.raise(connection, job.id(), JobStore.Progress.of(0, file.lastLine(), kept)));
        file.requireReadable();
        if (result.kept()) {
            return null;
        }
        String fault = file.fault();
        int bad = result.faults().size();
        if (fault == null && options.atomic() && bad > 0) {
            fault = bad + " of " + file.rows() + " rows are bad: nothing " + (options.dryRun() ? "would be" : "was")
                    + " written";
        }
        BatchResult told = fault == null ? result : new BatchResult(0, 0, 0, result.faults(), false);
        store.end(job.id(), JobStore.Progress.of(0, file.lastLine(), told), fault);
        return fault;
    }
}
