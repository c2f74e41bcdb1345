package org.statehouse.live;

import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.Catalog;
import org.statehouse.query.FollowQuery;

/** All event streams of a node. None of them holds a thread. */
public final class EventStreams {

    private static final int LOOKS = 5;
    private static final int MAX_LOOK_MILLIS = 1_000;
    private static final long MILLI = 1_000_000L;

    private final Dispatcher dispatcher;
    private final LiveSettings settings;
    private final LongSupplier nanos;
    private final Map<EventStream, Subscription> open = new ConcurrentHashMap<>();

    EventStreams(Dispatcher dispatcher, LongSupplier nanos) {
        this.dispatcher = dispatcher;
        this.settings = dispatcher.settings();
        this.nanos = nanos;
        dispatcher.meter().gauge(FeedMeter.Gauge.STREAMS, open::size);
    }

    /**
     * What a client follows.
     *
     * @param since what it has, or null
     * @param fromNow whether it wants only what comes; else it begins with the oldest kept change, without a cursor
     * @param models the numbers of the models, or all of the log
     * @param query records of one model with what they are in it, in the place of models
     * @param catalog that the query was checked against
     */
    public record Wanted(
            @Nullable Cursor since,
            boolean fromNow,
            Optional<Set<Integer>> models,
            @Nullable FollowQuery query,
            Catalog catalog) {}

    /** Whether the node takes one more. */
    public boolean haveRoom() {
        return open.size() < settings.streams();
    }

    /** Looks at them from now on. */
    void watch() {
        long pause = Math.min(settings.heartbeatMillis() / LOOKS, MAX_LOOK_MILLIS);
        ScheduledFuture<?> unused =
                dispatcher.threads().clock().scheduleWithFixedDelay(this::beat, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Answers a request with a stream from now on. Its status and headers are set. */
    public void open(AsyncContext context, Wanted wanted) throws IOException {
        context.setTimeout(0);
        AtomicReference<@Nullable EventStream> self = new AtomicReference<>();
        StreamLine line = new StreamLine(context, () -> closed(self.get()));
        Outbox outbox = new Outbox(line, dispatcher.threads().senders(), nanos, settings.outboxBytes());
        EventStream stream = new EventStream(outbox, line::broken);
        self.set(stream);
        Subscription subscription =
                new Subscription("", stream, selection(wanted), Pace.EACH, dispatcher, one -> begin(one, wanted));
        open.put(stream, subscription);
        line.start();
        subscription.start();
    }

    private Selection selection(Wanted wanted) {
        FollowQuery query = wanted.query();
        return query == null
                ? new LogSelection(wanted.models(), dispatcher::names)
                : new RecordSelection(
                        query, dispatcher.names(), wanted.catalog().version());
    }

    private void begin(Subscription subscription, Wanted wanted) {
        if (wanted.fromNow()) {
            subscription.begin(dispatcher.log().now(), true);
            return;
        }
        Cursor since = wanted.since() == null ? dispatcher.log().oldest() : wanted.since();
        dispatcher.read(since, 1, subscription.selection().models());
        subscription.receiver().resumed(subscription);
        subscription.begin(since, false);
    }

    private void beat() {
        open.forEach((stream, subscription) -> {
            if (stream.outbox().stalledNanos() > settings.stallMillis() * MILLI) {
                dispatcher.meter().stalled();
                stream.cut();
            } else if (stream.outbox().silentNanos() > settings.heartbeatMillis() * MILLI / 2) {
                dispatcher.here(at -> stream.heartbeat(subscription, at));
            }
        });
    }

    private void closed(@Nullable EventStream stream) {
        Subscription subscription = stream == null ? null : open.remove(stream);
        if (subscription != null) {
            subscription.end();
        }
        if (stream != null) {
            stream.outbox().close();
        }
    }
}
