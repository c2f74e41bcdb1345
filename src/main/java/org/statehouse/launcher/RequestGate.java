package org.statehouse.launcher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sees each request before the container looks for who answers it, and sends those that can be read in two ways to the
 * application's page of problems. Left alone, the container answers a wrong percent sign with 200 and nothing, takes
 * path parameters out of the path, and passes over one of two lengths of a body.
 */
final class RequestGate extends HttpServerProbe.Adapter {

    /** Where the application says what is wrong, and the attribute that tells it; it knows them by the same names. */
    private static final String PAGE = "/problems/container";

    private static final String REFUSED = "org.statehouse.refused";

    private final HeaderBytes headers;

    private RequestGate(HeaderBytes headers) {
        this.headers = headers;
    }

    /**
     * Guards all listeners of the server that has been started.
     *
     * @throws StartFailure when the server has other classes than those it is known by
     */
    static void guard() {
        try {
            RequestGate gate = new RequestGate(HeaderBytes.find());
            List<HttpServerFilter> filters = new ArrayList<>();
            for (Listener listener : Listener.all()) {
                filters.addAll(listener.requestFilters());
            }
            if (filters.isEmpty()) {
                throw new StartFailure("The server has no HTTP listener whose requests can be checked.");
            }
            filters.forEach(filter -> filter.getMonitoringConfig().addProbes(gate));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StartFailure("The requests of this server cannot be checked (" + e + ").", e);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // so is the method that it overrides
    public void onRequestReceiveEvent(HttpServerFilter filter, Connection connection, Request request) {
        HttpRequestPacket packet = request.getRequest();
        String fault = fault(packet);
        if (fault != null) {
            byte[] page = PAGE.getBytes(StandardCharsets.US_ASCII);
            packet.getRequestURIRef().init(page, 0, page.length);
            packet.setAttribute(REFUSED, fault);
        }
    }

    private @Nullable String fault(HttpRequestPacket packet) {
        if (packet.getHeaders().contains(Header.TransferEncoding) && headers.name(packet, "Content-Length")) {
            return "The body has a Content-Length and a Transfer-Encoding; give one of them";
        }
        DataChunk path = packet.getRequestURIRef().getRequestURIBC();
        return RequestPath.fault(path.toString(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
    }
}
