package org.statehouse.state;

import org.jspecify.annotations.Nullable;

/**
 * What rows of a file become.
 *
 * @param upsert whether a row changes the record that it names; else every row is a new record
 * @param by the unique field that names the record, null for its id; only with {@code upsert}
 */
public record BatchMode(boolean upsert, @Nullable String by) {

    /** Every row is a new record. */
    public static final BatchMode CREATE = new BatchMode(false, null);

    public BatchMode {
        if (!upsert && by != null) {
            throw new IllegalArgumentException("New records are not looked for by " + by);
        }
    }
}
