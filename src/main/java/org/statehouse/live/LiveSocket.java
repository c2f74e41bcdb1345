package org.statehouse.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.CatalogDifference;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** One client on a WebSocket: what it says, and what it is told. Messages of one client come one after the other. */
final class LiveSocket implements Receiver {

    /** How the socket is closed; see {@code live.md}. */
    static final int PROTOCOL = 4400;

    static final int TIMED_OUT = 4408;
    static final int FLOOD = 4429;
    static final int WRONG_FRAME = 1003;

    private static final long SECOND = 1_000_000_000L;

    private final Handshake handshake;
    private final Format format;
    private final SocketLine line;
    private final Outbox outbox;
    private final SocketRequests requests;
    private final LiveSettings settings;
    private final LongSupplier nanos;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final long openedAt;
    private volatile boolean greeted;
    /** The catalog that the greeting named. */
    private volatile long greetedWith;

    private volatile long heardAt;
    private long second;
    private int inSecond;

    LiveSocket(
            Handshake handshake,
            Format format,
            SocketLine line,
            Outbox outbox,
            SocketRequests requests,
            LiveSettings settings,
            LongSupplier nanos) {
        this.handshake = handshake;
        this.format = format;
        this.line = line;
        this.outbox = outbox;
        this.requests = requests;
        this.settings = settings;
        this.nanos = nanos;
        this.openedAt = nanos.getAsLong();
        this.heardAt = openedAt;
        this.second = openedAt;
    }

    @Override
    public Format format() {
        return format;
    }

    /** The port of this node that the client has reached. */
    int port() {
        return handshake.port();
    }

    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** A pong came, or anything else. */
    void heard() {
        heardAt = nanos.getAsLong();
    }

    /** A frame of data came. */
    void received(byte[] frame) {
        heard();
        if (isFlood()) {
            line.close(FLOOD, "more than " + settings.messages() + " messages a second");
            return;
        }
        JsonNode message;
        try {
            message = format.read(frame);
        } catch (ProblemException unreadable) {
            line.close(PROTOCOL, "a frame is one message in the format of the subprotocol");
            return;
        }
        try {
            obey(SocketMessageReader.read(message));
        } catch (ProblemException refused) {
            error(message, refused.problem());
            if (!greeted) {
                outbox.whenEmpty(() -> line.close(PROTOCOL, "the first message is a hello"));
            }
        }
    }

    private void obey(SocketMessage message) {
        if (message instanceof SocketMessage.Hello hello) {
            if (greeted) {
                throw Problem.of(ProblemType.BAD_MESSAGE, "There is one hello, the first message")
                        .with("member", "type")
                        .exception();
            }
            requests.greet(this, hello);
        } else if (!greeted) {
            throw Problem.of(ProblemType.BAD_MESSAGE, "The first message is {\"type\":\"hello\"}")
                    .with("member", "type")
                    .exception();
        } else if (message instanceof SocketMessage.Subscribe subscribe) {
            requests.subscribe(this, subscribe);
        } else if (message instanceof SocketMessage.Unsubscribe unsubscribe) {
            unsubscribe(unsubscribe.id());
        } else if (message instanceof SocketMessage.Call call) {
            requests.call(this, call);
        } else {
            send(Frame.of(format, "pong"));
        }
    }

    /** Greets: the first message that the client gets. Of later catalogs it hears from now on. */
    void ready(long catalog, Cursor cursor, int heartbeatMillis) {
        send(Frame.of(format, "ready")
                .text("session", handshake.session())
                .members(format.members(out -> out.writeNumberField("catalog", catalog)))
                .text("cursor", cursor.text())
                .members(format.members(out -> out.writeNumberField("heartbeatMs", heartbeatMillis))));
        greetedWith = catalog;
        greeted = true;
    }

    private void unsubscribe(String id) {
        Subscription subscription = subscriptions.remove(id);
        if (subscription == null) {
            throw Problem.of(ProblemType.BAD_MESSAGE, "There is no subscription '" + id + "'")
                    .with("member", "id")
                    .exception();
        }
        subscription.end();
        send(Frame.of(format, "unsubscribed").text("id", id));
    }

    private boolean isFlood() {
        long now = nanos.getAsLong();
        if (now - second >= SECOND) {
            second = now;
            inSecond = 0;
        }
        return ++inSecond > settings.messages();
    }

    /** Closed by whomever: nothing is told any more. */
    void ended() {
        outbox.close();
        subscriptions.values().forEach(Subscription::end);
        subscriptions.clear();
    }

    /** Says something if nothing was said for a while, and looks whether the client is there. */
    void beat(Dispatcher dispatcher, FeedMeter meter) {
        long now = nanos.getAsLong();
        long beat = settings.heartbeatMillis() * 1_000_000L;
        if (outbox.stalledNanos() > settings.stallMillis() * 1_000_000L) {
            meter.stalled();
            line.cut();
        } else if (!greeted) {
            if (now - openedAt > 5 * SECOND) {
                line.close(TIMED_OUT, "no hello within 5 s");
            }
        } else if (now - heardAt > beat * 5 / 2) {
            line.cut();
        } else {
            if (outbox.silentNanos() > beat / 2) {
                dispatcher.here(this::heartbeat);
            }
            if (now - heardAt > beat / 2) {
                line.ping();
            }
        }
    }

    private void heartbeat(Cursor at) {
        boolean all =
                !subscriptions.isEmpty() && subscriptions.values().stream().allMatch(one -> one.isAt(at));
        if (all) {
            send(Frame.of(format, "progress").text("cursor", at.text()));
        } else {
            send(Frame.of(format, "pong"));
        }
    }

    void send(Frame frame) {
        outbox.add(frame.bytes());
    }

    @Override
    public boolean hasRoom() {
        return outbox.hasRoom();
    }

    @Override
    public void whenRoom(Runnable then) {
        outbox.whenRoom(then);
    }

    @Override
    public void snapshot(Subscription subscription, List<byte[]> records, boolean more) {
        Frame frame = Frame.of(format, "snapshot").text("id", subscription.id()).array("data");
        records.forEach(frame::element);
        send(frame.endArray().flag("more", more));
    }

    @Override
    public void resumed(Subscription subscription) {
        send(Frame.of(format, "resumed").text("id", subscription.id()));
    }

    @Override
    public void live(Subscription subscription, Cursor cursor) {
        send(Frame.of(format, "live").text("id", subscription.id()).text("cursor", cursor.text()));
    }

    @Override
    public void changes(Subscription subscription, Part part) {
        boolean single = part.isSingle();
        Frame frame = Frame.of(format, single ? "change" : "batch").text("id", subscription.id());
        if (single) {
            frame.object("change");
            change(frame, part.changes().get(0)).end();
        } else {
            frame.array("changes");
            part.changes().forEach(each -> change(frame.object(), each).end());
            frame.endArray().flag("last", part.last());
        }
        send(frame);
    }

    private Frame change(Frame frame, Part.One one) {
        return frame.text("cursor", one.cursorText()).members(one.told().members(format));
    }

    @Override
    public void resync(Subscription subscription, Resync resync) {
        requests.resynced(resync);
        subscriptions.remove(subscription.id(), subscription);
        Frame frame = Frame.of(format, "resync")
                .text("id", subscription.id())
                .text("reason", resync.reason().word());
        String oldest = resync.oldest();
        send(oldest == null ? frame : frame.text("oldest", oldest));
    }

    @Override
    public void failed(Subscription subscription, Problem problem) {
        subscriptions.remove(subscription.id(), subscription);
        send(error(problem).text("id", subscription.id()));
    }

    @Override
    public void catalog(CatalogDifference difference) {
        if (greeted && difference.version() > greetedWith) {
            refresh(difference);
        }
    }

    /** Models are not what they were for the client. */
    void refresh(CatalogDifference difference) {
        send(Frame.of(format, "catalog").members(format.members(out -> {
            out.writeNumberField("version", difference.version());
            out.writeArrayFieldStart("models");
            for (String model : difference.models().values()) {
                out.writeString(model);
            }
            out.writeEndArray();
            out.writeStringField("action", "refresh");
        })));
    }

    /** A call cannot be answered. */
    void refused(JsonNode ref, Problem problem) {
        send(error(problem).value("ref", format.value(out -> Json.MAPPER.writeTree(out, ref))));
    }

    /** A message was refused: says which, where that can be told. */
    private void error(JsonNode message, Problem problem) {
        Frame frame = error(problem);
        for (String name : List.of("id", "ref")) {
            JsonNode value = message.path(name);
            boolean named = value.isIntegralNumber()
                    || (value.isTextual() && value.textValue().length() <= 64);
            if (named) {
                frame.value(name, format.value(out -> Json.MAPPER.writeTree(out, value)));
            }
        }
        send(frame);
    }

    private Frame error(Problem problem) {
        return Frame.of(format, "error").members(format.members(out -> {
            out.writeStringField("slug", problem.type().slug());
            out.writeNumberField("status", problem.type().status());
            out.writeStringField("title", problem.type().title());
            out.writeStringField("detail", problem.detail());
            out.writeBooleanField("temporary", problem.type().retry() == ProblemType.Retry.LATER);
            for (Map.Entry<String, @Nullable Object> member : problem.evidence().entrySet()) {
                out.writeFieldName(member.getKey());
                Json.MAPPER.writeTree(out, Json.MAPPER.valueToTree(member.getValue()));
            }
        }));
    }
}
