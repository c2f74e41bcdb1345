package org.statehouse.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.ProblemException;
import org.statehouse.state.BatchRow;

/** Newline-delimited JSON: one object a line, UTF-8; empty lines are passed over. */
final class NdjsonRows implements RowSource {

    /** Bytes that one line may have. */
    static final int MAX_LINE = 16 << 20;

    private final InputStream in;
    private long line;
    private int size;

    NdjsonRows(InputStream in) {
        this.in = in;
    }

    @Override
    public @Nullable BatchRow next() throws IOException {
        while (true) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
            int last = readLine(bytes);
            if (last < 0 && bytes.size() == 0) {
                return null;
            }
            line++;
            size = bytes.size();
            if (bytes.size() > MAX_LINE) {
                return BatchRow.unreadable(line, "tooLarge", "The line has more than " + MAX_LINE + " bytes");
            }
            byte[] json = withoutMark(bytes.toByteArray());
            if (!isBlank(json)) {
                return read(json);
            }
        }
    }

    @Override
    public int size() {
        return size;
    }

    private BatchRow read(byte[] json) {
        try {
            ObjectNode object = Json.parseObject(json);
            return BatchRow.ofJson(line, object);
        } catch (ProblemException problem) {
            return BatchRow.unreadable(line, "json", problem.problem().detail().replace("The body", "The line"));
        }
    }

    /** Reads to the end of the line; of a line that is too long, one byte more than the limit is kept. */
    private int readLine(ByteArrayOutputStream bytes) throws IOException {
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (bytes.size() <= MAX_LINE) {
                bytes.write(next);
            }
            next = in.read();
        }
        return next;
    }

    private byte[] withoutMark(byte[] bytes) {
        boolean marked = line == 1
                && bytes.length >= 3
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
        return marked ? java.util.Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
