package org.statehouse.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.security.MessageDigest;

/** The body of a request, whose bytes are digested while they are read. */
final class DigestedBody extends ServletInputStream {

    private final ServletInputStream body;
    private final MessageDigest digest;

    DigestedBody(ServletInputStream body, MessageDigest digest) {
        this.body = body;
        this.digest = digest;
    }

    @Override
    public int read() throws IOException {
        int next = body.read();
        if (next >= 0) {
            digest.update((byte) next);
        }
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = body.read(into, offset, length);
        if (count > 0) {
            digest.update(into, offset, count);
        }
        return count;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
