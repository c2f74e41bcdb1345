package org.statehouse.live;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogEntry;

/** One change as those are told of it who asked for the same; encoded once a format, when it is first needed. */
final class Told {

    private final LogEntry entry;
    private final Json.Writer writer;
    private final Map<Format, byte[]> encoded = new EnumMap<>(Format.class);
    private volatile @Nullable String ownText;

    /** @param writer of all members but the cursor */
    Told(LogEntry entry, Json.Writer writer) {
        this.entry = entry;
        this.writer = writer;
    }

    /** The same, said to stand for all changes from a version on. */
    Told since(long fromVersion) {
        return new Told(entry, out -> {
            writer.write(out);
            out.writeNumberField("fromVersion", fromVersion);
        });
    }

    LogEntry entry() {
        return entry;
    }

    /** The text of a reader's cursor: most readers have the entry's own. */
    String cursorText(Cursor reader) {
        if (!reader.equals(entry.cursor())) {
            return reader.text();
        }
        String known = ownText;
        if (known == null) {
            known = reader.text();
            ownText = known;
        }
        return known;
    }

    /** The members of the change, without its cursor, in which readers can differ. */
    byte[] members(Format format) {
        synchronized (encoded) {
            return encoded.computeIfAbsent(format, one -> one.members(writer));
        }
    }
}
