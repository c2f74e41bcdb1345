package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.statehouse.live.Handshake;
import org.statehouse.live.LiveEndpoint;
import org.statehouse.live.Sockets;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Looks at the handshake of a WebSocket before the container does, which could refuse it with 500 only. A browser sends a
 * handshake from any page and says from which: pages of other origins are refused (RFC 6455, section 10.2).
 */
public class LiveHandshake implements Filter {

    private static final Set<String> PROTOCOLS = Set.of(LiveEndpoint.JSON, LiveEndpoint.CBOR);
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    private final Sockets sockets;

    @Inject
    public LiveHandshake(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (!"websocket".equalsIgnoreCase(http.getHeader("Upgrade"))) {
            chain.doFilter(request, response);
            return;
        }
        try {
            requireOwnOrigin(http);
            requireProtocol(http);
            if (!sockets.haveRoom()) {
                throw Problem.of(ProblemType.BUSY, "The server has as many sockets as it takes; try again later")
                        .exception();
            }
        } catch (ProblemException refused) {
            ErrorPage.answer(http, (HttpServletResponse) response, refused.problem(), refused);
            return;
        }
        Handshake handshake = new Handshake(http.getLocalPort(), RequestContext.idOf(http));
        chain.doFilter(
                new HttpServletRequestWrapper(http) {
                    @Override
                    public Principal getUserPrincipal() {
                        return handshake;
                    }
                },
                response);
    }

    /** Without an origin it is no browser; with one it is the name and port that the request was sent to. */
    static void requireOwnOrigin(HttpServletRequest request) {
        String host = request.getHeader("Host");
        for (String origin : Collections.list(request.getHeaders("Origin"))) {
            boolean own = origin.equals("http://" + host) || origin.equals("https://" + host);
            if (!own) {
                throw Problem.of(
                                ProblemType.FOREIGN_ORIGIN,
                                "The page that asks is not of this server; only its own pages may connect")
                        .exception();
            }
        }
    }

    private static void requireProtocol(HttpServletRequest request) {
        List<String> offered = Collections.list(request.getHeaders(PROTOCOL)).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .toList();
        if (!offered.isEmpty() && Collections.disjoint(offered, PROTOCOLS)) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "Subprotocols are " + LiveEndpoint.JSON + " and " + LiveEndpoint.CBOR)
                    .with("header", PROTOCOL)
                    .exception();
        }
    }
}
