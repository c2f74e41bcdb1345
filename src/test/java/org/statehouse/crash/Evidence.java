package org.statehouse.crash;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is in the database, read past the server.
 *
 * @param log every change of a record, in order
 * @param rows the records, by model and id
 * @param tombstones the last versions of records that are gone, by model and id
 * @param links as {@code slot 7 t1}
 * @param unfinished jobs that have not ended as they should, and keys without an answer
 */
record Evidence(
        List<Logged> log,
        Map<String, Row> rows,
        Map<String, Long> tombstones,
        Set<String> links,
        List<String> unfinished) {

    /**
     * A change in the log. Values are JSON texts by the names that the catalog in force has for the fields; those of fields
     * that are gone stand by number.
     *
     * @param image of the record after the change; empty for a delete
     * @param before the old values of the fields that changed
     * @param added the other sides of links that came
     * @param removed the other sides of links that went
     */
    record Logged(
            long position,
            int ordinal,
            String model,
            String id,
            long version,
            String op,
            Map<String, String> image,
            Map<String, String> before,
            Set<String> added,
            Set<String> removed) {

        String key() {
            return model + " " + id;
        }

        /** The mark of who wrote it, as text. */
        String mark() {
            return image.getOrDefault("mark", "").replace("\"", "");
        }

        @Override
        public String toString() {
            return "@" + position + " " + op + " " + key() + " v" + version + " " + image.getOrDefault("mark", "");
        }
    }

    /** A record as its row has it. */
    record Row(long version, Map<String, String> values) {}
}
