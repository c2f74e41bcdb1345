package org.statehouse.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Characters of a file, so many a row: a quote that is left open must not bring the whole file into memory. */
final class RowReader extends Reader {

    /** Characters that one row may have, give or take what is read ahead. */
    static final int MAX_ROW = 16 << 20;

    private final BufferedReader in;
    private long sinceRow;
    private boolean tooLong;
    private @Nullable IOException failure;

    RowReader(Reader in) {
        super();
        this.in = new BufferedReader(in);
    }

    /** Leaves out the byte order mark, if the file begins with one. */
    void skipMark() throws IOException {
        in.mark(1);
        if (in.read() != '\uFEFF') {
            in.reset();
        }
    }

    void nextRow() {
        sinceRow = 0;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** Throws what went wrong with the file's disk, if that was it: then nothing is known of its text. */
    void requireReadable() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (sinceRow > MAX_ROW) {
            tooLong = true;
            throw new IOException("A row has more than " + MAX_ROW + " characters");
        }
        try {
            int read = in.read(buffer, offset, length);
            sinceRow += Math.max(read, 0);
            return read;
        } catch (IOException broken) {
            failure = broken;
            throw broken;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
