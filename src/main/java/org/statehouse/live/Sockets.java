package org.statehouse.live;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** All sockets of a node. */
public final class Sockets {

    /** How often they are looked at while the heartbeat lasts. */
    private static final int LOOKS = 5;

    private static final int MAX_LOOK_MILLIS = 1_000;

    private final Dispatcher dispatcher;
    private final SocketRequests requests;
    private final LiveSettings settings;
    private final LongSupplier nanos;
    private final Set<LiveSocket> open = ConcurrentHashMap.newKeySet();

    Sockets(Dispatcher dispatcher, SocketRequests requests, LongSupplier nanos) {
        this.dispatcher = dispatcher;
        this.requests = requests;
        this.settings = dispatcher.settings();
        this.nanos = nanos;
        dispatcher.meter().gauge(FeedMeter.Gauge.SOCKETS, open::size);
        dispatcher.meter().gauge(FeedMeter.Gauge.SUBSCRIPTIONS, this::subscriptions);
    }

    private long subscriptions() {
        return open.stream().map(LiveSocket::subscriptions).mapToLong(Map::size).sum();
    }

    /** Looks at them from now on. */
    void watch() {
        long pause = Math.min(settings.heartbeatMillis() / LOOKS, MAX_LOOK_MILLIS);
        ScheduledFuture<?> unused =
                dispatcher.threads().clock().scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void beat() {
        for (LiveSocket socket : open) {
            try {
                socket.beat(dispatcher, dispatcher.meter());
            } catch (RuntimeException gone) {
                socket.ended();
            }
        }
    }

    /** Whether the node takes one more. */
    public boolean haveRoom() {
        return open.size() < settings.sockets();
    }

    LiveSettings settings() {
        return settings;
    }

    LiveSocket opened(Handshake handshake, Format format, SocketLine line) {
        Outbox outbox = new Outbox(line, dispatcher.threads().senders(), nanos, settings.outboxBytes());
        LiveSocket socket = new LiveSocket(handshake, format, line, outbox, requests, settings, nanos);
        open.add(socket);
        dispatcher.add(socket);
        return socket;
    }

    void closed(LiveSocket socket) {
        dispatcher.remove(socket);
        open.remove(socket);
        socket.ended();
    }
}
