package org.statehouse.state;

/**
 * An Idempotency-Key with the request that it came with.
 *
 * @param key SHA-256, in hex, of whose and for what it is: the caller, the method, the path and the key as it was sent
 * @param request SHA-256, in hex, of what is asked: everything that makes it another request
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key HTTP
 *     header field</a>
 */
public record RequestKey(String key, String request) {

    private static final int HEX_DIGITS = 64;

    public RequestKey {
        if (key.length() != HEX_DIGITS || request.length() != HEX_DIGITS) {
            throw new IllegalArgumentException("SHA-256 has " + HEX_DIGITS + " hex digits");
        }
    }
}
