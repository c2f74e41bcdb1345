package org.statehouse.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One socket that follows, counts the changes, and notes how long after its time each one came. */
final class Follower implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AT = "\"at\":\"";
    private static final int TIME = "2026-01-01T00:00:00.000000Z".length();
    private static final int PATIENCE_SECONDS = 60;

    private final Histogram micros;
    private final AtomicLong heard = new AtomicLong();
    private final CompletableFuture<Void> live = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    /** @param micros shared by many: guarded by itself */
    Follower(Histogram micros) {
        this.micros = micros;
    }

    /** Returns when the server has said that it follows; one that has missed something is told that first. */
    void open(HttpClient client, int port, Map<String, Object> subscribe) {
        URI uri = URI.create("ws://127.0.0.1:" + port + "/api/live");
        WebSocket opened = client.newWebSocketBuilder()
                .subprotocols("statehouse.v1.json")
                .buildAsync(uri, this)
                .join();
        socket = opened;
        send(opened, Map.of("type", "hello"));
        send(opened, subscribe);
        live.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void send(WebSocket socket, Map<String, Object> message) {
        try {
            socket.sendText(JSON.writeValueAsString(message), true).join();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    long heard() {
        return heard.get();
    }

    void close() {
        if (socket != null) {
            socket.abort();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            if (message.startsWith("{\"type\":\"live\"")) {
                live.complete(null);
            } else if (message.startsWith("{\"type\":\"error\"") || message.startsWith("{\"type\":\"resync\"")) {
                live.completeExceptionally(new IllegalStateException(message));
            } else {
                changes(message);
            }
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void changes(String message) {
        Instant now = Instant.now();
        for (int at = message.indexOf(AT); at >= 0; at = message.indexOf(AT, at + TIME)) {
            int begin = at + AT.length();
            Instant then = Instant.parse(message.substring(begin, begin + TIME));
            long late = Math.max(0, then.until(now, ChronoUnit.MICROS));
            synchronized (micros) {
                micros.recordValue(late);
            }
            heard.incrementAndGet();
        }
    }
}
