package org.statehouse.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The answer to a request as a line: it takes a message when the one before it is gone, and holds no thread. */
final class StreamLine implements Outbox.Line, WriteListener {

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable ended;
    private byte @Nullable [] waiting;
    private Outbox.@Nullable Sent sent;
    private boolean open;
    private boolean dirty;
    private boolean over;

    /** @param ended runs once, when the answer is over, by whomever */
    StreamLine(AsyncContext context, Runnable ended) throws IOException {
        this.context = context;
        this.ended = ended;
        this.out = context.getResponse().getOutputStream();
    }

    /** Begins to take messages. */
    void start() {
        out.setWriteListener(this);
    }

    @Override
    public void send(byte[] message, Outbox.Sent then) {
        synchronized (this) {
            waiting = message;
            sent = then;
        }
        pump();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            open = true;
        }
        pump();
    }

    @Override
    public void onError(Throwable failure) {
        tell(failure);
        broken();
    }

    @Override
    public void broken() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        try {
            context.complete();
        } catch (IllegalStateException already) {
            System.getLogger(StreamLine.class.getName()).log(System.Logger.Level.DEBUG, "It was over", already);
        }
        ended.run();
    }

    private void pump() {
        Throwable failure = null;
        try {
            if (!isWritten()) {
                return;
            }
        } catch (IOException | IllegalStateException gone) {
            failure = gone;
        }
        tell(failure);
    }

    /** Whether all is on its way; where not, the container calls again when there is room. */
    private synchronized boolean isWritten() throws IOException {
        while (open && !over && out.isReady()) {
            if (waiting != null) {
                byte[] message = waiting;
                waiting = null;
                dirty = true;
                out.write(message);
            } else if (dirty) {
                dirty = false;
                out.flush();
            } else {
                return true;
            }
        }
        return false;
    }

    private void tell(@Nullable Throwable failure) {
        Outbox.Sent then;
        synchronized (this) {
            then = sent;
            sent = null;
        }
        if (then != null) {
            then.done(failure);
        }
    }
}
