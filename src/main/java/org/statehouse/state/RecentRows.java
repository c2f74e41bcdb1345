package org.statehouse.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.StartFailure;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.JsonValue;
import org.statehouse.metadata.Model;

/**
 * Rows as they were last read or written on this node, bounded in bytes: who writes what he has just read or written names
 * its version, and then it need not be read once more. A row of a version is the same for ever. Whether that version is
 * still the last one, nobody here knows: the statement that writes compares it. Safe for all threads.
 */
public final class RecentRows {

    private static final long MAX_BYTES = 1L << 30;

    /** What a row takes beside its values, and a value beside its text; estimates. */
    private static final int ROW_BYTES = 400;

    private static final int VALUE_BYTES = 64;

    /** What JSON takes as a tree, for each byte of its text. */
    private static final long TREE = 8;

    private final Cache<Key, RecordRow> rows;

    /** A publication may have given all rows other values, without another version. */
    private record Key(long catalog, int model, Object id) {}

    /** @param maxBytes that they may take, 0 to 1 GiB; with 0 none is kept */
    public RecentRows(long maxBytes) {
        requireInRange(maxBytes);
        rows = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, RecordRow row) -> weight(row))
                .build();
    }

    static void requireInRange(long maxBytes) {
        if (maxBytes < 0 || maxBytes > MAX_BYTES) {
            throw new StartFailure("STATEHOUSE_RECENT_ROWS_BYTES (statehouse.recent-rows-bytes) is " + maxBytes
                    + ". Set it to a number from 0 to " + MAX_BYTES + ".");
        }
    }

    /** The live row of this version; null when it is not known here. */
    @Nullable
    RecordRow find(Catalog catalog, Model model, Object id, long version) {
        RecordRow row = rows.getIfPresent(new Key(catalog.version(), model.number(), id));
        return row != null && row.version() == version && row.live() ? row : null;
    }

    /** What a write has left, if it has left something. */
    void saw(Catalog catalog, @Nullable Outcome written) {
        RecordRow row = written == null ? null : written.record();
        if (row != null) {
            saw(catalog, row);
        }
    }

    /** A row with all its fields, read under this catalog. Those with secrets are not kept. */
    void saw(Catalog catalog, RecordRow row) {
        if (!Passwords.areIn(row.model())) {
            Key key = new Key(catalog.version(), row.model().number(), row.id());
            RecordRow known = rows.getIfPresent(key);
            if (known == null || known.version() < row.version()) {
                rows.put(key, row);
            }
        }
    }

    /** Lets go what is too much at once, not only soon. */
    void cleanUp() {
        rows.cleanUp();
    }

    private static int weight(RecordRow row) {
        long bytes = ROW_BYTES;
        for (Object value : row.values().values()) {
            bytes += VALUE_BYTES + text(value);
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    private static long text(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof Collection<?> all) {
            return (long) VALUE_BYTES * all.size();
        }
        return value instanceof JsonValue json ? TREE * json.toString().length() : 0;
    }
}
