package org.statehouse.state;

import java.util.List;

/** Writes records as lines of a file, in UTF-8. */
sealed interface ExportRows permits ExportedJson, ExportedCsv {

    /** What stands before the first record. */
    byte[] head();

    /**
     * One record with its line end.
     *
     * @param links ids, one list for each relationship of the query, in its order
     */
    byte[] line(RecordRow row, List<List<Object>> links);
}
