package org.statehouse.state;

import java.sql.SQLException;
import java.util.List;

/** Writes rows of a file within one unit of work: good ones are written, bad ones reported. */
interface BatchWriter {

    /** The next rows, after those that were written before. */
    void write(List<BatchRow> rows) throws SQLException;
}
