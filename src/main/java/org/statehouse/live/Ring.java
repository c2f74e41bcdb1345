package org.statehouse.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Cursor;

/** The last transactions of the log, bounded in number and bytes. Guarded by whoever has it. */
final class Ring {

    private final int maxEntries;
    private final long maxBytes;
    private final Deque<Transaction> kept = new ArrayDeque<>();
    private Cursor from;
    private Cursor upTo;
    private int entries;
    private long bytes;

    Ring(Cursor start, int maxEntries, long maxBytes) {
        this.from = start;
        this.upTo = start;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Everything up to here has passed. */
    Cursor upTo() {
        return upTo;
    }

    void add(Transaction next) {
        kept.addLast(next);
        entries += next.entries().size();
        bytes += next.bytes();
        upTo = next.end();
        while (entries > maxEntries || bytes > maxBytes) {
            Transaction oldest = kept.removeFirst();
            entries -= oldest.entries().size();
            bytes -= oldest.bytes();
            from = oldest.end();
        }
    }

    /** Positions that nobody filled have passed as well. */
    void passed(Cursor cursor) {
        upTo = cursor;
    }

    /** What a reader lacks, in order; null when it is more than what is kept. It may have some of the first already. */
    @Nullable
    List<Transaction> after(Cursor has) {
        boolean within = has.ordinal() > 0 && has.prefix() == from.prefix();
        if (within || has.prefix() < from.prefix()) {
            return null;
        }
        List<Transaction> missing = new ArrayList<>();
        Iterator<Transaction> newest = kept.descendingIterator();
        while (newest.hasNext()) {
            Transaction next = newest.next();
            if (next.position() < has.prefix()) {
                break;
            }
            missing.add(next);
        }
        Collections.reverse(missing);
        return missing;
    }
}
