package org.statehouse.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link as a caller wrote it.
 *
 * @param id of the record on the other side
 * @param pointer JSON Pointer (RFC 6901) to it in the body, "" when it is the whole body
 * @param values all fields of the link, defaults filled in; null when only the id was given: then a link that exists keeps
 *     its values, and a new one takes the defaults
 */
record LinkDraft(Object id, String pointer, @Nullable Map<String, @Nullable Object> values) {

    /** Whether a link that is there, null if none is, is this one already. */
    boolean isMetBy(@Nullable Map<String, @Nullable Object> there) {
        return there != null && (values == null || values.equals(there));
    }

    /** The same link seen from the other side. */
    LinkDraft seenFrom(Object other) {
        return new LinkDraft(other, pointer, values);
    }
}
