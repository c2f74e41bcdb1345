package org.statehouse.log;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One change of one record, as it is appended.
 *
 * @param model the model's stable number
 * @param recordId the record's id as text
 * @param version the record's version after the change
 * @param op what was done
 * @param image JSON object: the record after the change, by stable field numbers, with createdAt, createdBy, updatedAt and
 *     updatedBy; null after a delete
 * @param before JSON object: the old values of the fields that changed (of a deleted record: all), by the same keys
 * @param links JSON object: {@code {"<relationship number>": {"add": [...], "remove": [...]}}} of ids; where links have
 *     fields, of objects with {@code id} and the values by stable field numbers, of {@code remove} the old ones, and then
 *     also {@code "set"} with the new values of links that changed and {@code "was"} with their old ones
 * @param actor who did it
 * @param request the id of the request that did it
 * @param origin what the client says it is, or null
 * @param catalog the version of the catalog that it was made under
 */
public record Change(
        int model,
        String recordId,
        long version,
        Op op,
        @Nullable String image,
        @Nullable String before,
        @Nullable String links,
        String actor,
        String request,
        @Nullable String origin,
        long catalog) {

    /** What was done to the record. */
    public enum Op {
        CREATE("created"),
        UPDATE("updated"),
        DELETE("deleted"),
        RESTORE("restored"),
        LINK("linked"),
        UNLINK("unlinked");

        private final String word = name().toLowerCase(Locale.ROOT);
        private final String event;

        Op(String event) {
            this.event = event;
        }

        /** The word for it in the log and on the wire. */
        public String word() {
            return word;
        }

        /** The second half of the change's type: {@code vehicle.updated}. */
        public String event() {
            return event;
        }

        /** The operation that the log has a word for. */
        public static Op of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
