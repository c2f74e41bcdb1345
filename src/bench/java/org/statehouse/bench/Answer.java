package org.statehouse.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One answer as it came, in a buffer that is used again: whoever wants more than the status reads it at once. */
final class Answer {

    private final int status;
    private final byte[] bytes;
    private final int head;
    private final int end;
    private final boolean chunked;

    /**
     * An answer in a buffer.
     *
     * @param head where the body begins
     * @param end where the answer ends
     * @param chunked whether the body is in chunks
     */
    Answer(int status, byte[] bytes, int head, int end, boolean chunked) {
        this.status = status;
        this.bytes = bytes;
        this.head = head;
        this.end = end;
        this.chunked = chunked;
    }

    int status() {
        return status;
    }

    /** The body as text, put together. */
    String body() {
        if (!chunked) {
            return new String(bytes, head, end - head, StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(end - head);
        int at = head;
        for (int size = size(at); size > 0; size = size(at)) {
            at = afterLine(at);
            body.write(bytes, at, size);
            at += size + 2;
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private int size(int from) {
        int size = 0;
        for (int at = from; Character.digit(bytes[at], 16) >= 0; at++) {
            size = size * 16 + Character.digit(bytes[at], 16);
        }
        return size;
    }

    private int afterLine(int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    @Override
    public String toString() {
        String text = body();
        return status + " " + text.substring(0, Math.min(text.length(), 400));
    }
}
