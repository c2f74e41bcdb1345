package org.statehouse.live;

import java.security.Principal;

/**
 * What the handshake of a socket has found out; the session carries it as its principal.
 *
 * @param port of this node's listener that the client has reached
 * @param session names the connection
 */
public record Handshake(int port, String session) implements Principal {

    @Override
    public String getName() {
        return session;
    }
}
