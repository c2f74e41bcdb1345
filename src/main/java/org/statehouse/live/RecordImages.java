package org.statehouse.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.Change;
import org.statehouse.log.LogEntry;
import org.statehouse.metadata.ImageColumns;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Timestamps;
import org.statehouse.metadata.ValueFault;
import org.statehouse.query.Attribute;
import org.statehouse.query.FieldAttribute;
import org.statehouse.query.Filter;
import org.statehouse.query.IdAttribute;
import org.statehouse.query.InMemoryFilter;
import org.statehouse.query.SystemAttribute;

/** What a change in the log says of its record before and after it, read once for all who may be concerned. */
final class RecordImages {

    private static final String DELETED_AT = "deletedAt";

    private final LogEntry.RecordChange change;
    private final Model model;
    private final @Nullable ObjectNode after;
    private final @Nullable ObjectNode before;

    /** @param model of today, by whose fields the images are read */
    RecordImages(LogEntry entry, Model model) {
        this.change = entry.recordChange();
        this.model = model;
        this.after = object(change.image());
        ObjectNode old = object(change.before());
        boolean none = old == null && (after == null || isCreation());
        this.before = none ? null : overlaid(after, old);
    }

    private static ObjectNode overlaid(@Nullable ObjectNode after, @Nullable ObjectNode old) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        if (after != null) {
            all.setAll(after);
        }
        if (old != null) {
            all.setAll(old);
        }
        return all;
    }

    /** Whether the record was not there, or only to be restored, before. */
    private boolean isCreation() {
        return switch (change.op()) {
            case CREATE, RESTORE -> true;
            case UPDATE, DELETE, LINK, UNLINK -> false;
        };
    }

    LogEntry.RecordChange change() {
        return change;
    }

    /** The record after the change; null when it is gone for good. */
    @Nullable
    ObjectNode after() {
        return after;
    }

    /** Whether the record is there after the change and obeys a filter. */
    boolean matchesAfter(Filter filter) {
        return isLive(after) && holds(filter, after);
    }

    /** Whether the record was there before the change and obeyed a filter. A deletion tells all old values. */
    boolean matchedBefore(Filter filter) {
        boolean wasLive = before != null && (change.op() == Change.Op.DELETE || isLive(before));
        return wasLive && holds(filter, before);
    }

    private static boolean isLive(@Nullable ObjectNode image) {
        return image != null && !image.hasNonNull(DELETED_AT);
    }

    private boolean holds(Filter filter, @Nullable ObjectNode image) {
        return image != null && InMemoryFilter.holds(filter, path -> value(path.attribute(), image));
    }

    /** The value of an attribute after the change, null also when the record is gone. */
    @Nullable
    Object valueAfter(Attribute attribute) {
        return after == null ? null : value(attribute, after);
    }

    /** The same before the change. */
    @Nullable
    Object valueBefore(Attribute attribute) {
        return before == null ? null : value(attribute, before);
    }

    private @Nullable Object value(Attribute attribute, ObjectNode image) {
        try {
            if (attribute instanceof FieldAttribute of) {
                return ImageColumns.value(of.field(), image);
            } else if (attribute instanceof IdAttribute) {
                return model.idType().fromText(change.recordId());
            } else if (attribute == SystemAttribute.VERSION) {
                return change.version();
            }
            String text = image.path(attribute.column()).textValue();
            return text == null || !attribute.column().endsWith("At") ? text : Timestamps.parse(text);
        } catch (ValueFault fromAnotherTime) {
            return null;
        }
    }

    private static @Nullable ObjectNode object(@Nullable String json) {
        return json == null ? null : Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
