package org.statehouse.job;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.state.BatchRow;
import org.statehouse.state.BatchSource;
import org.statehouse.state.StateManager;

/** A file that is one transaction, within its limits. It is read from its beginning each time. */
final class WholeImport implements BatchSource {

    /** Bytes of rows that one transaction takes: its changes are in memory until they are appended to the log. */
    static final long MAX_SIZE = 64L << 20;

    /** Opens the file. */
    @FunctionalInterface
    interface Opener {
        RowSource open() throws IOException;
    }

    private final Opener file;
    private final int maxRows;
    private @Nullable String fault;
    private @Nullable IOException broken;
    private long lastLine;
    private int rows;

    WholeImport(Opener file, int maxRows) {
        this.file = file;
        this.maxRows = maxRows;
    }

    /** Why not all of the file was read; null when it was. */
    @Nullable
    String fault() {
        return fault;
    }

    long lastLine() {
        return lastLine;
    }

    int rows() {
        return rows;
    }

    /** Throws what went wrong with the disk, if that was it. */
    void requireReadable() throws IOException {
        if (broken != null) {
            throw broken;
        }
    }

    @Override
    public boolean read(Sink sink) throws SQLException {
        fault = null;
        broken = null;
        rows = 0;
        lastLine = 0;
        List<BatchRow> batch = new ArrayList<>(StateManager.MAX_BATCH);
        try (RowSource source = file.open()) {
            long size = 0;
            for (BatchRow row = source.next(); row != null && fault == null; row = source.next()) {
                rows++;
                lastLine = row.line();
                size += source.size();
                if (rows > maxRows || size > MAX_SIZE) {
                    fault = "An atomic import or a dry run takes at most " + maxRows + " rows and " + (MAX_SIZE >> 20)
                            + " MiB: nothing was written; import without, or split the file";
                }
                batch.add(row);
                if (batch.size() == StateManager.MAX_BATCH) {
                    sink.accept(batch);
                    batch.clear();
                }
            }
        } catch (UnreadableFile unreadable) {
            fault = unreadable.getMessage();
        } catch (IOException disk) {
            broken = disk;
            return false;
        }
        if (!batch.isEmpty()) {
            sink.accept(batch);
        }
        return fault == null;
    }
}
