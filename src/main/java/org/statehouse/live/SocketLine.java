package org.statehouse.live;

/** The WebSocket below a {@link LiveSocket}. */
interface SocketLine extends Outbox.Line {

    /** A ping of the protocol, which the other end answers by itself. */
    void ping();

    /** Ends the connection with a code of RFC 6455, section 7.4. */
    void close(int code, String reason);

    /** Ends the connection without a word: nobody listens. */
    void cut();
}
