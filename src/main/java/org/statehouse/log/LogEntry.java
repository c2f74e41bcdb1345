package org.statehouse.log;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log as it is read.
 *
 * @param cursor resumes after it
 * @param position of its transaction
 * @param ordinal within its transaction, from 1
 * @param at when the position was drawn, UTC
 * @param type for what is not a change of a record, such as {@code catalog.published}, else null
 * @param change the change of a record, or null
 * @param actor who did it
 * @param request the id of the request, or null when none did it
 * @param origin what the client said it is, or null
 * @param catalog the version of the catalog that it was made under
 */
public record LogEntry(
        Cursor cursor,
        long position,
        int ordinal,
        OffsetDateTime at,
        @Nullable String type,
        @Nullable RecordChange change,
        String actor,
        @Nullable String request,
        @Nullable String origin,
        long catalog) {

    /**
     * What happened to a record.
     *
     * @param model the model's stable number
     * @param recordId the id as text
     * @param version after the change
     * @param op what was done
     * @param image JSON text, see {@link Change}
     * @param before JSON text, see {@link Change}
     * @param links JSON text, see {@link Change}
     */
    public record RecordChange(
            int model,
            String recordId,
            long version,
            Change.Op op,
            @Nullable String image,
            @Nullable String before,
            @Nullable String links) {}

    /** The change of an entry that is known to be one of a record. */
    public RecordChange recordChange() {
        if (change == null) {
            throw new IllegalStateException("Not a change of a record: " + type);
        }
        return change;
    }

    LogEntry resumedBy(Cursor other) {
        return new LogEntry(other, position, ordinal, at, type, change, actor, request, origin, catalog);
    }
}
