package org.statehouse.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection that is kept, with the session that it serves. */
final class Client {

    private final int port;
    private final Session session;
    private final AnswerReader reader = new AnswerReader();
    private @Nullable SocketChannel channel;
    private long sent;
    private boolean waiting;
    private boolean ended;

    Client(int port, Session session) {
        this.port = port;
        this.session = session;
    }

    Session session() {
        return session;
    }

    /** When the request under way was sent, by the clock of nanoseconds. */
    long sent() {
        return sent;
    }

    boolean waits() {
        return waiting;
    }

    void open(Selector selector) throws IOException {
        SocketChannel opened = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        SelectionKey unused = opened.register(selector, SelectionKey.OP_READ, this);
        channel = opened;
        waiting = false;
        ended = false;
    }

    /** Sends the next request, on a new connection where the server has said that it closes the old one. */
    void send(Selector selector) throws IOException {
        if (ended) {
            close();
            open(selector);
        }
        ByteBuffer request = ByteBuffer.wrap(session.next());
        sent = System.nanoTime();
        waiting = true;
        while (request.hasRemaining()) {
            opened().write(request);
        }
    }

    /** What has come: the whole answer, or null while some of it is under way. */
    @Nullable
    Answer receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (opened().read(buffer) < 0) {
            throw new IOException("The server has closed the connection");
        }
        Answer answer = reader.take(buffer.flip());
        if (answer != null) {
            ended = reader.isLast();
            reader.reset();
            waiting = false;
        }
        return answer;
    }

    void close() throws IOException {
        reader.reset();
        waiting = false;
        opened().close();
    }

    private SocketChannel opened() {
        if (channel == null) {
            throw new IllegalStateException("not open");
        }
        return channel;
    }
}
