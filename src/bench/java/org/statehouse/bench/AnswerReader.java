package org.statehouse.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the end of an answer in the bytes of a connection, as cheaply as it goes: its costs are the server's loss. */
final class AnswerReader {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final int UNKNOWN = -1;

    private byte[] bytes = new byte[64 * 1024];
    private int filled;
    private int head;
    private int end;
    private int chunk;
    private boolean chunked;
    private boolean last;

    AnswerReader() {
        reset();
    }

    void reset() {
        filled = 0;
        head = UNKNOWN;
        end = UNKNOWN;
        chunked = false;
        last = false;
    }

    /** Whether the server closes the connection after this answer. */
    boolean isLast() {
        return last;
    }

    /** Takes what has come; gives the answer once it is whole. */
    @Nullable
    Answer take(ByteBuffer come) {
        int more = come.remaining();
        if (filled + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + more));
        }
        int from = Math.max(0, filled - 3);
        come.get(bytes, filled, more);
        filled += more;
        if (head == UNKNOWN && !readHead(from)) {
            return null;
        }
        if (chunked && end == UNKNOWN) {
            readChunks();
        }
        return end == UNKNOWN || filled < end ? null : new Answer(status(), bytes, head, end, chunked);
    }

    private int status() {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    private boolean readHead(int from) {
        for (int i = from; i + 3 < filled; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                head = i + 4;
                readLines();
                return true;
            }
        }
        return false;
    }

    private void readLines() {
        int length = 0;
        for (int i = 0; i < head - 2; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            if (begins(i + 1, LENGTH)) {
                length = number(i + 1 + LENGTH.length);
            } else if (begins(i + 1, CODING)) {
                chunked = true;
            } else if (begins(i + 1, CLOSE)) {
                last = true;
            }
        }
        chunk = head;
        end = chunked ? UNKNOWN : head + length;
    }

    private boolean begins(int at, byte[] lowerCase) {
        if (at + lowerCase.length > head) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int letter = bytes[at + i] >= 'A' && bytes[at + i] <= 'Z' ? bytes[at + i] + 32 : bytes[at + i];
            if (letter != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int from) {
        int number = 0;
        for (int i = from; bytes[i] != '\r'; i++) {
            if (bytes[i] != ' ') {
                number = number * 10 + bytes[i] - '0';
            }
        }
        return number;
    }

    /** Goes on where the last whole chunk ended. */
    private void readChunks() {
        while (true) {
            int line = chunk;
            while (line < filled && bytes[line] != '\n') {
                line++;
            }
            if (line == filled) {
                return;
            }
            String size = new String(bytes, chunk, line - chunk, StandardCharsets.US_ASCII).strip();
            int length = Integer.parseInt(size.toLowerCase(Locale.ROOT), 16);
            int next = line + 1 + length + 2;
            if (filled < next) {
                return;
            }
            if (length == 0) {
                end = next;
                return;
            }
            chunk = next;
        }
    }
}
