package org.statehouse.state;

import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Model;

/**
 * One record as the database has it.
 *
 * @param model its model
 * @param id typed by the model's {@code IdType}
 * @param version from 1, one more with each change
 * @param createdAt UTC, microseconds, the database's clock
 * @param createdBy the actor's name
 * @param updatedAt UTC, microseconds, greater with each change
 * @param updatedBy the actor's name
 * @param deletedAt since when it is deleted softly, UTC, microseconds; null while it is live
 * @param deletedBy the actor's name; null while it is live
 * @param values typed values by field name, of those fields that were read
 */
public record RecordRow(
        Model model,
        Object id,
        long version,
        OffsetDateTime createdAt,
        String createdBy,
        OffsetDateTime updatedAt,
        String updatedBy,
        @Nullable OffsetDateTime deletedAt,
        @Nullable String deletedBy,
        Map<String, @Nullable Object> values) {

    /** Whether it is there for everybody, rather than kept to be restored. */
    public boolean live() {
        return deletedAt == null;
    }

    /** The same with these fields, where they were not read. */
    RecordRow with(Map<String, @Nullable Object> fields) {
        return new RecordRow(
                model, id, version, createdAt, createdBy, updatedAt, updatedBy, deletedAt, deletedBy, fields);
    }
}
