package org.statehouse.launcher;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/** An open HTTP listener of the server, reached by way of the container's own classes, which are published for no compiler. */
final class Listener {
    private final Object open;

    private Listener(Object open) {
        this.open = open;
    }

    /**
     * Bounds what waits in this process for the reader of one connection, on all listeners; who writes more waits too,
     * or is told to write later. Left alone it is four times the system's buffer of the connection, which grows to
     * megabytes while a reader stalls.
     *
     * @throws StartFailure when the server has other classes than those it is known by
     */
    static void boundQueues(int bytes) {
        try {
            for (Listener listener : all()) {
                listener.boundQueue(bytes);
            }
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StartFailure("The queues of this server's connections cannot be bounded (" + e + ").", e);
        }
    }

    /** All that the server has opened. */
    static List<Listener> all() throws ReflectiveOperationException {
        Class<?> locator = Class.forName("org.glassfish.hk2.api.ServiceLocator");
        Class<?> configured = Class.forName("org.glassfish.grizzly.config.dom.NetworkListener");
        Class<?> service = Class.forName("com.sun.enterprise.v3.services.impl.GrizzlyService");
        Object services = Class.forName("org.glassfish.internal.api.Globals")
                .getMethod("getDefaultHabitat")
                .invoke(null);
        Object grizzly = locator.getMethod("getService", Class.class, Annotation[].class)
                .invoke(services, service, new Annotation[0]);
        List<?> names = (List<?>) locator.getMethod("getAllServices", Class.class, Annotation[].class)
                .invoke(services, configured, new Annotation[0]);
        List<Listener> found = new ArrayList<>();
        for (Object name : names) {
            Object proxy = service.getMethod("lookupNetworkProxy", configured).invoke(grizzly, name);
            if (proxy != null) {
                found.add(new Listener(
                        proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy)));
            }
        }
        return found;
    }

    /** What reads its requests, one filter for each protocol that it speaks. */
    List<HttpServerFilter> requestFilters() throws ReflectiveOperationException {
        List<HttpServerFilter> filters = new ArrayList<>();
        List<?> found =
                (List<?>) open.getClass().getMethod("getFilters", Class.class).invoke(open, HttpServerFilter.class);
        found.forEach(filter -> filters.add((HttpServerFilter) filter));
        return filters;
    }

    private void boundQueue(int bytes) throws ReflectiveOperationException {
        Object transport = open.getClass().getMethod("getTransport").invoke(open);
        ((TCPNIOTransport) transport).getAsyncQueueIO().getWriter().setMaxPendingBytesPerConnection(bytes);
    }
}
