package org.statehouse.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent on one line, in order: one message is on its way at a time, and what waits is bounded by asking
 * {@link #hasRoom} first.
 */
final class Outbox {

    /** What takes messages. */
    interface Line {
        /** Takes a message without waiting, and says once when it is gone, or why not. */
        void send(byte[] message, Sent sent);

        /** The line is broken: nothing is sent any more. */
        void broken();
    }

    /** Hears that a message is gone. */
    @FunctionalInterface
    interface Sent {
        void done(@Nullable Throwable failure);
    }

    private static final int MAX_MESSAGES = 10_000;

    private final Line line;
    private final Executor senders;
    private final LongSupplier nanos;
    private final int maxBytes;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final List<Runnable> wantRoom = new ArrayList<>();
    private long bytes;
    private boolean sending;
    private boolean closed;
    private @Nullable Runnable atEnd;
    private long sendingSince;
    private long lastSent;

    Outbox(Line line, Executor senders, LongSupplier nanos, int maxBytes) {
        this.line = line;
        this.senders = senders;
        this.nanos = nanos;
        this.maxBytes = maxBytes;
        this.lastSent = nanos.getAsLong();
    }

    synchronized boolean hasRoom() {
        return bytes < maxBytes && waiting.size() < MAX_MESSAGES;
    }

    /** Runs something once, when half of the room is free, or when the line is closed. */
    void whenRoom(Runnable then) {
        synchronized (this) {
            if (!closed && (sending || !waiting.isEmpty())) {
                wantRoom.add(then);
                return;
            }
        }
        then.run();
    }

    /** Adds a message; one that comes after the end is dropped. */
    void add(byte[] message) {
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting.addLast(message);
            bytes += message.length;
            if (sending) {
                return;
            }
            sending = true;
            sendingSince = nanos.getAsLong();
        }
        senders.execute(this::sendNext);
    }

    /** Runs something once, when everything is sent. */
    void whenEmpty(Runnable then) {
        synchronized (this) {
            if (!closed && (sending || !waiting.isEmpty())) {
                atEnd = then;
                return;
            }
        }
        then.run();
    }

    /** How long the message that is on its way has been so, 0 when none is. */
    synchronized long stalledNanos() {
        return sending ? nanos.getAsLong() - sendingSince : 0;
    }

    /** How long nothing has been sent. */
    synchronized long silentNanos() {
        return sending ? 0 : nanos.getAsLong() - lastSent;
    }

    /** Drops what waits. */
    void close() {
        List<Runnable> freed;
        synchronized (this) {
            closed = true;
            waiting.clear();
            bytes = 0;
            freed = List.copyOf(wantRoom);
            wantRoom.clear();
        }
        freed.forEach(Runnable::run);
    }

    private void sendNext() {
        byte[] message;
        Runnable end = null;
        synchronized (this) {
            message = closed ? null : waiting.peekFirst();
            if (message == null) {
                sending = false;
                lastSent = nanos.getAsLong();
                end = atEnd;
                atEnd = null;
            } else {
                sendingSince = nanos.getAsLong();
            }
        }
        if (message == null) {
            if (end != null) {
                end.run();
            }
            return;
        }
        try {
            line.send(message, failure -> sent(message, failure));
        } catch (RuntimeException failure) {
            sent(message, failure);
        }
    }

    private void sent(byte[] message, @Nullable Throwable failure) {
        if (failure != null) {
            close();
            line.broken();
            return;
        }
        List<Runnable> freed = List.of();
        synchronized (this) {
            if (!closed) {
                waiting.pollFirst();
                bytes -= message.length;
            }
            if (bytes <= maxBytes / 2 && !wantRoom.isEmpty()) {
                freed = List.copyOf(wantRoom);
                wantRoom.clear();
            }
        }
        freed.forEach(Runnable::run);
        senders.execute(this::sendNext);
    }
}
