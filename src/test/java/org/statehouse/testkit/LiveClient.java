package org.statehouse.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A client of {@code /api/live} on the JDK's own WebSocket. Messages are kept in order until they are taken. */
public final class LiveClient implements AutoCloseable {

    public static final String JSON = "statehouse.v1.json";
    public static final String CBOR = "statehouse.v1.cbor";

    private static final ObjectMapper JSON_MAPPER = new ObjectMapper();
    private static final ObjectMapper CBOR_MAPPER = new CBORMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final boolean binary;
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private volatile boolean reading = true;

    private LiveClient(URI server, String protocol, Map<String, String> headers) throws Refused {
        binary = protocol.equals(CBOR);
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
        headers.forEach(builder::header);
        if (!protocol.isEmpty()) {
            builder.subprotocols(protocol);
        }
        URI uri = URI.create(server.toString().replaceFirst("^http", "ws") + "/api/live");
        try {
            socket = builder.buildAsync(uri, new Listener()).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof WebSocketHandshakeException refused) {
                throw new Refused(refused.getResponse().statusCode(), refused);
            }
            throw failure;
        }
    }

    /** The handshake was answered with a status. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, Throwable cause) {
            super("The handshake was answered with " + status, cause);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** Connects and is greeted, in JSON. */
    public static LiveClient open(Server server) {
        return open(server, JSON);
    }

    /** The same with a subprotocol. */
    public static LiveClient open(Server server, String protocol) {
        try {
            LiveClient client = connect(server, protocol, Map.of());
            client.send(Map.of("type", "hello"));
            client.next("ready");
            return client;
        } catch (Refused refused) {
            throw new AssertionError(refused);
        }
    }

    /** Connects only; an empty protocol offers none. */
    public static LiveClient connect(Server server, String protocol, Map<String, String> headers) throws Refused {
        return new LiveClient(server.uri(), protocol, headers);
    }

    /** Sends a value as a message. */
    public void send(Object message) {
        try {
            if (binary) {
                sendBytes(CBOR_MAPPER.writeValueAsBytes(message));
            } else {
                sendText(JSON_MAPPER.writeValueAsString(message));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a text frame as it is. */
    public void sendText(String frame) {
        await(socket.sendText(frame, true));
    }

    /** Sends a binary frame as it is. */
    public void sendBytes(byte[] frame) {
        await(socket.sendBinary(ByteBuffer.wrap(frame), true));
    }

    private static void await(CompletableFuture<WebSocket> sent) {
        WebSocket unused =
                sent.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Takes nothing from the line from now on, so that the server cannot send. */
    public void stall() {
        reading = false;
    }

    /** Goes on taking. */
    public void goOn() {
        reading = true;
        socket.request(1);
    }

    /** The next message of all; fails when none comes. */
    public JsonNode next() {
        return next(System.nanoTime() + PATIENCE.toNanos());
    }

    private JsonNode next(long deadline) {
        try {
            JsonNode message = messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("Not within " + PATIENCE + "; closed: " + closed);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next message, which must be of a type; heartbeats are passed over, and do not make it wait longer. */
    public JsonNode next(String type) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode message = next(deadline);
        while (isHeartbeat(message) && !isOf(message, type)) {
            message = next(deadline);
        }
        if (!isOf(message, type)) {
            throw new AssertionError("Not of type " + type + ": " + message);
        }
        return message;
    }

    /** All messages up to the first that is what it must be; other than heartbeats, each may take its time. */
    public List<JsonNode> until(Predicate<JsonNode> last) {
        List<JsonNode> taken = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            JsonNode message = next(deadline);
            taken.add(message);
            if (!isHeartbeat(message)) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            }
        } while (!last.test(taken.get(taken.size() - 1)));
        return taken;
    }

    /** Whatever has come already. */
    public List<JsonNode> taken() {
        List<JsonNode> taken = new ArrayList<>();
        messages.drainTo(taken);
        return taken;
    }

    /** The code with which the server has closed the connection; fails when it does not. */
    public int closeCode() {
        try {
            return closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("The connection was not closed", e);
        }
    }

    /** Breaks the connection without a word. */
    public void drop() {
        socket.abort();
    }

    @Override
    public void close() {
        drop();
    }

    private static boolean isHeartbeat(JsonNode message) {
        return isOf(message, "pong") || isOf(message, "progress");
    }

    private static boolean isOf(JsonNode message, String type) {
        return message.path("type").asText().equals(type);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(JSON_MAPPER, text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
            return more(from);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                take(CBOR_MAPPER, bytes.toByteArray());
                bytes.reset();
            }
            return more(from);
        }

        private void take(ObjectMapper mapper, byte[] message) {
            try {
                messages.add(mapper.readTree(message));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private CompletionStage<?> more(WebSocket from) {
            if (reading) {
                from.request(1);
            }
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(-1);
        }
    }
}
