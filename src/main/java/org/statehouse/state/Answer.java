package org.statehouse.state;

import java.util.Collections;
import java.util.Map;

/** What a caller is told of a write, as it can be kept and given again. Nobody writes into its map or bytes. */
public final class Answer {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * An answer.
     *
     * @param status the HTTP status code
     * @param headers those that are about the write, by name; not those that every answer has
     * @param body its bytes; none for an answer without a body
     */
    public Answer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }
}
