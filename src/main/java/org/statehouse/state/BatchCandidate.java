package org.statehouse.state;

import org.jspecify.annotations.Nullable;

/**
 * A row of a batch that may become a record.
 *
 * @param line in the file
 * @param id given by the client or made here; null where the database makes it
 * @param predecessor the last version of a deleted record with the id, else 0
 * @param body as read
 * @param draft as it would be, with the rules that it breaks
 */
record BatchCandidate(long line, @Nullable Object id, long predecessor, RecordBody body, Draft draft) {

    /** The same row where the id had a predecessor. */
    BatchCandidate after(long version) {
        return new BatchCandidate(line, id, version, body, draft);
    }
}
