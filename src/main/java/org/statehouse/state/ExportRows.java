package org.statehouse.state;

import java.util.List;

/** Writes records as lines of a file, in UTF-8. */
sealed interface ExportRows permits ExportedJson, ExportedCsv {

    /** What stands before the first record. */
    byte[] head();

    /**
     * One record with its line end.
     *
     * @param links of each relationship of the query, in its order
     */
    byte[] line(RecordRow row, List<Links> links);

    /** Whether lines have the fields of links: then they are read. */
    boolean haveLinkFields();

    /**
     * The links of one record.
     *
     * @param ids in order
     * @param fields of each link, a JSON object; none where links have no fields, or lines do not have them
     */
    record Links(List<Object> ids, List<String> fields) {}
}
