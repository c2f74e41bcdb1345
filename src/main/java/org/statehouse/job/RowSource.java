package org.statehouse.job;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.statehouse.state.BatchRow;

/** The rows of a file, one after the other. */
interface RowSource extends Closeable {

    /**
     * The next row, null at the end. A row that cannot be read is a row with a fault.
     *
     * @throws UnreadableFile when the file cannot be read on
     */
    @Nullable
    BatchRow next() throws IOException;

    /** Bytes or characters of the row that {@link #next} gave last, near enough to bound what a batch keeps in memory. */
    int size();
}
