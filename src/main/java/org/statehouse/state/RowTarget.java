package org.statehouse.state;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The row that a statement writes: a new one, or one as it was read.
 *
 * @param id null where the database makes it
 * @param version that a new row gets, or that a row still has to have
 * @param updatedAt that a row still has to have, null for a new one. Within one history a version is enough; where the
 *     database goes on from an older state of itself, other values can have had the same version
 */
record RowTarget(
        @Nullable Object id, long version, @Nullable OffsetDateTime updatedAt) {

    static RowTarget create(@Nullable Object id, long version) {
        return new RowTarget(id, version, null);
    }

    static RowTarget of(RecordRow row) {
        return new RowTarget(row.id(), row.version(), row.updatedAt());
    }
}
