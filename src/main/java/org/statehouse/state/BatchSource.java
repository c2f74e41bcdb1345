package org.statehouse.state;

import java.sql.SQLException;
import java.util.List;

/** All rows of a file, in batches; read again from its beginning when the transaction runs again. */
@FunctionalInterface
public interface BatchSource {

    /** Takes 1 to {@link StateManager#MAX_BATCH} rows. */
    @FunctionalInterface
    interface Sink {
        void accept(List<BatchRow> rows) throws SQLException;
    }

    /** Gives all rows to the sink; false when what was given must not be kept. */
    boolean read(Sink sink) throws SQLException;
}
