package org.statehouse.log;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of the log has: all positions up to {@code prefix}, and for a snapshot those up to {@code upper} but for the
 * holes between them. Opaque to clients. Equal contents have one form: where the first hole is not the position after the
 * prefix, the prefix is moved up to it, and without holes up to {@code upper}.
 *
 * @param epoch the first half of the log's epoch
 * @param prefix all changes up to this position are contained, floor and dead positions included
 * @param ordinal 0, or of the transaction at {@code prefix} only the changes up to this ordinal are contained
 * @param check the low 32 bits of the microseconds of the last contained row's time; 0 when no row is kept
 * @param upper the greatest contained position; equal to {@code prefix} when nothing lies between
 * @param holes between prefix and upper, ascending, apart from each other
 */
public record Cursor(long epoch, long prefix, int ordinal, int check, long upper, List<Range> holes) {

    /** Ranges of holes that a cursor can carry. */
    public static final int MAX_HOLES = 256;

    public Cursor {
        if (prefix < 0 || ordinal < 0 || upper < prefix || holes.size() > MAX_HOLES) {
            throw new IllegalArgumentException("Not a cursor: " + prefix + "." + ordinal + " to " + upper);
        }
        long last = prefix;
        for (Range hole : holes) {
            if (hole.first() <= last || hole.last() >= upper) {
                throw new IllegalArgumentException("Holes must ascend between prefix and upper bound");
            }
            last = hole.last() + 1;
        }
        holes = List.copyOf(holes);
        if (ordinal == 0) {
            prefix = holes.isEmpty() ? upper : holes.get(0).first() - 1;
        }
    }

    /** Everything up to a position. */
    static Cursor upTo(UUID epoch, long position, @Nullable OffsetDateTime at) {
        return new Cursor(half(epoch), position, 0, check(at), position, List.of());
    }

    /** What one snapshot of the database contains. */
    static Cursor snapshot(UUID epoch, long prefix, long upper, List<Range> holes, @Nullable OffsetDateTime at) {
        return new Cursor(half(epoch), prefix, 0, check(at), upper, holes);
    }

    /**
     * What a reader has after it got everything up to a position.
     *
     * @param position at least {@code prefix}
     * @param within 0, or the last ordinal that it got of that position
     * @param at the time of the last row up to {@code position}
     */
    Cursor advancedTo(long position, int within, @Nullable OffsetDateTime at) {
        if (position < upper) {
            return new Cursor(epoch, position, within, check, upper, Range.after(position, holes));
        }
        return new Cursor(epoch, position, within, check(at), position, List.of());
    }

    /** Whether it contains an entry, which then is not told again. */
    public boolean contains(LogEntry entry) {
        long position = entry.position();
        if (position == prefix) {
            return ordinal == 0 || entry.ordinal() <= ordinal;
        }
        return position < prefix
                || (position <= upper
                        && holes.stream().noneMatch(hole -> hole.first() <= position && position <= hole.last()));
    }

    /** What a reader has after it was told everything up to an entry: the entry's own cursor, or what it had beyond that. */
    public Cursor told(LogEntry entry) {
        return entry.position() >= upper
                ? entry.cursor()
                : advancedTo(entry.position(), entry.cursor().ordinal(), entry.at());
    }

    /** What a reader has after it was told everything that a cursor without holes contains. */
    public Cursor with(Cursor further) {
        if (further.prefix <= prefix) {
            return this;
        }
        return further.prefix < upper
                ? new Cursor(epoch, further.prefix, 0, check, upper, Range.after(further.prefix, holes))
                : further;
    }

    /** Of what a snapshot contains, that up to a visible position; 0 for none. */
    Cursor until(long position, @Nullable OffsetDateTime at) {
        if (position <= prefix) {
            return new Cursor(epoch, position, 0, check(at), position, List.of());
        }
        List<Range> below =
                holes.stream().filter(hole -> hole.last() < position).toList();
        return new Cursor(epoch, prefix, 0, check(at), position, below);
    }

    boolean isOf(UUID other) {
        return epoch == half(other);
    }

    /** Whether the row is the one that the cursor was made from; a row that is no longer kept cannot tell. */
    boolean agreesWith(@Nullable OffsetDateTime last) {
        return last == null || check == check(last);
    }

    /** The text that clients keep. */
    public String text() {
        return CursorCodec.encode(this);
    }

    /** The cursor that the text stands for, or 400 {@code bad-cursor}. */
    public static Cursor parse(String text) {
        return CursorCodec.decode(text);
    }

    private static long half(UUID epoch) {
        return epoch.getMostSignificantBits();
    }

    private static int check(@Nullable OffsetDateTime at) {
        if (at == null) {
            return 0;
        }
        return (int) ChronoUnit.MICROS.between(OffsetDateTime.parse("1970-01-01T00:00:00Z"), at);
    }
}
