package org.statehouse.live;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The WebSocket {@code /api/live}. A servlet filter has looked at the handshake before. */
@ServerEndpoint(
        value = "/api/live",
        subprotocols = {LiveEndpoint.JSON, LiveEndpoint.CBOR})
public class LiveEndpoint {

    public static final String JSON = "statehouse.v1.json";
    public static final String CBOR = "statehouse.v1.cbor";

    private final Sockets sockets;
    private final LiveThreads threads;
    private @Nullable LiveSocket socket;

    @Inject
    public LiveEndpoint(Sockets sockets, LiveThreads threads) {
        this.sockets = sockets;
        this.threads = threads;
    }

    @OnOpen
    public void open(Session session) {
        int frame = sockets.settings().frameBytes();
        session.setMaxTextMessageBufferSize(frame);
        session.setMaxBinaryMessageBufferSize(frame);
        Format format = CBOR.equals(session.getNegotiatedSubprotocol()) ? Format.CBOR : Format.JSON;
        if (session.getUserPrincipal() instanceof Handshake handshake) {
            socket = sockets.opened(handshake, format, new Line(session, format, threads.readers()));
        } else {
            throw new IllegalStateException("A socket was opened without its handshake");
        }
    }

    @OnMessage
    public void text(String message, Session session) {
        received(Format.JSON, message.getBytes(StandardCharsets.UTF_8), session);
    }

    @OnMessage
    public void binary(byte[] message, Session session) {
        received(Format.CBOR, message, session);
    }

    private void received(Format format, byte[] message, Session session) {
        LiveSocket known = socket;
        if (known == null) {
            return;
        }
        if (known.format() == format) {
            known.received(message);
        } else {
            close(session, LiveSocket.WRONG_FRAME, "the frames of this subprotocol are of the other kind");
        }
    }

    @OnMessage
    public void pong(PongMessage message) {
        LiveSocket known = socket;
        if (known != null) {
            known.heard();
        }
    }

    @OnClose
    public void closed() {
        LiveSocket known = socket;
        if (known != null) {
            sockets.closed(known);
        }
    }

    /** A broken line is closed by the container. */
    @OnError
    public void failed(Throwable failure) {
        System.getLogger(LiveEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket has failed", failure);
    }

    private static void close(Session session, int code, String reason) {
        try {
            session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
        } catch (IOException | IllegalStateException gone) {
            System.getLogger(LiveEndpoint.class.getName()).log(System.Logger.Level.DEBUG, "A socket was gone", gone);
        }
    }

    /** What is sent goes to the container, which tells when it is gone: its own queue has one message at most. */
    private record Line(Session session, Format format, ExecutorService threads) implements SocketLine {

        @Override
        public void send(byte[] message, Outbox.Sent sent) {
            switch (format) {
                case JSON ->
                    session.getAsyncRemote()
                            .sendText(new String(message, StandardCharsets.UTF_8), result -> done(result, sent));
                case CBOR ->
                    session.getAsyncRemote().sendBinary(ByteBuffer.wrap(message), result -> done(result, sent));
            }
        }

        private static void done(SendResult result, Outbox.Sent sent) {
            sent.done(result.isOK() ? null : result.getException());
        }

        @Override
        public void broken() {
            close(1011, "the line is broken");
        }

        @Override
        public void ping() {
            threads.execute(() -> {
                try {
                    session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
                } catch (IOException | IllegalArgumentException | IllegalStateException gone) {
                    broken();
                }
            });
        }

        @Override
        public void close(int code, String reason) {
            threads.execute(() -> LiveEndpoint.close(session, code, reason));
        }

        @Override
        public void cut() {
            close(LiveSocket.TIMED_OUT, "nothing was taken or heard for too long");
        }
    }
}
