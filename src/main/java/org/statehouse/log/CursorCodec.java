package org.statehouse.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * The bytes of a cursor, in base64url (RFC 4648, no padding): version 1, epoch (8 bytes), check (4), then as variable-length
 * integers prefix, ordinal and, for a snapshot, the number of holes, for each the distance from what is before it and its
 * length, and the distance to the upper bound. One cursor has one text; every other text is refused.
 */
final class CursorCodec {

    private static final byte VERSION = 1;
    private static final int MAX_VARIABLE_BYTES = 9;
    private static final int MAX_TEXT = (maxBytes(Cursor.MAX_HOLES) * 4 + 2) / 3;

    private CursorCodec() {}

    static String encode(Cursor cursor) {
        ByteBuffer out = ByteBuffer.allocate(maxBytes(cursor.holes().size()));
        out.put(VERSION).putLong(cursor.epoch()).putInt(cursor.check());
        putVariable(out, cursor.prefix());
        putVariable(out, cursor.ordinal());
        if (cursor.upper() > cursor.prefix()) {
            putVariable(out, cursor.holes().size());
            long last = cursor.prefix();
            for (Range hole : cursor.holes()) {
                putVariable(out, hole.first() - last - 1);
                putVariable(out, hole.last() - hole.first());
                last = hole.last();
            }
            putVariable(out, cursor.upper() - last - 1);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(out.array(), out.position()));
    }

    private static int maxBytes(int holes) {
        return 32 + (holes + 1) * 2 * MAX_VARIABLE_BYTES;
    }

    static Cursor decode(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            throw bad();
        }
        Cursor cursor;
        try {
            cursor = read(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException notOfOurs) {
            throw bad();
        }
        if (!encode(cursor).equals(text)) {
            throw bad();
        }
        return cursor;
    }

    private static Cursor read(ByteBuffer in) {
        if (in.get() != VERSION) {
            throw new IllegalArgumentException("Another version");
        }
        long epoch = in.getLong();
        int check = in.getInt();
        long prefix = variable(in);
        int ordinal = Math.toIntExact(variable(in));
        long upper = prefix;
        List<Range> holes = new ArrayList<>();
        if (in.hasRemaining()) {
            long count = variable(in);
            if (count > Cursor.MAX_HOLES) {
                throw new IllegalArgumentException("Too many holes");
            }
            for (long i = 0; i < count; i++) {
                long first = Math.addExact(Math.addExact(upper, 1), variable(in));
                upper = Math.addExact(first, variable(in));
                holes.add(new Range(first, upper));
            }
            upper = Math.addExact(Math.addExact(upper, 1), variable(in));
        }
        if (in.hasRemaining()) {
            throw new IllegalArgumentException("More than a cursor");
        }
        return new Cursor(epoch, prefix, ordinal, check, upper, holes);
    }

    private static void putVariable(ByteBuffer out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long variable(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < MAX_VARIABLE_BYTES; i++) {
            byte next = in.get();
            value |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("Too large a number");
    }

    private static RuntimeException bad() {
        return Problem.of(
                        ProblemType.BAD_CURSOR,
                        "The cursor cannot be read; send one that the server gave, unchanged, or none to begin at the"
                                + " oldest kept change")
                .exception();
    }
}
