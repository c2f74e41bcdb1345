package org.statehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: each connection sends its next request when the answer to the last one has come. One thread serves all of
 * them, because threads of the client would take the processors from what is measured.
 */
final class Load implements AutoCloseable {

    private static final long PATIENCE_NANOS = Duration.ofMinutes(2).toNanos();
    private static final int MAX_TEXTS = 5;

    /** Looks at each answer; used by the thread of the load. */
    @FunctionalInterface
    interface Watcher {
        void answered(Session session, long sentNanos, long doneNanos);
    }

    private final Selector selector;
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

    private long answers;
    private long failed;
    private List<String> failures = new ArrayList<>();
    private Histogram latencies = newHistogram();

    Load(int port, List<Session> sessions) {
        try {
            selector = Selector.open();
            for (Session session : sessions) {
                Client client = new Client(port, session);
                client.open(selector);
                clients.add(client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs for a time, and then until the last answers are there, which do not count. */
    Window run(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        return run(() -> System.nanoTime() < end, (session, sent, done) -> {});
    }

    /** Runs as long as the condition holds. */
    Window run(BooleanSupplier goesOn, Watcher watcher) {
        answers = 0;
        failed = 0;
        failures = new ArrayList<>();
        latencies = newHistogram();
        long start = System.nanoTime();
        try {
            for (Client client : clients) {
                client.send(selector);
            }
            while (goesOn.getAsBoolean()) {
                turn(true, watcher);
            }
            long nanos = System.nanoTime() - start;
            Window window = new Window(answers, nanos, latencies, failures, failed);
            drain(watcher);
            return window;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drain(Watcher watcher) throws IOException {
        answers = 0;
        latencies = newHistogram();
        while (clients.stream().anyMatch(Client::waits)) {
            turn(false, watcher);
        }
    }

    private void turn(boolean sends, Watcher watcher) throws IOException {
        int ready = selector.select(key -> ready(key, sends, watcher), 100);
        if (ready == 0) {
            long now = System.nanoTime();
            for (Client client : clients) {
                if (client.waits() && now - client.sent() > PATIENCE_NANOS) {
                    throw new IOException("No answer for two minutes");
                }
            }
        }
    }

    private void ready(SelectionKey key, boolean sends, Watcher watcher) {
        Client client = (Client) key.attachment();
        try {
            Answer answer = client.receive(buffer);
            if (answer == null) {
                return;
            }
            count(client, answer, watcher);
            if (sends) {
                client.send(selector);
            }
        } catch (IOException broken) {
            fail(broken.toString());
            reopen(client, sends);
        }
    }

    private void count(Client client, Answer answer, Watcher watcher) {
        long now = System.nanoTime();
        answers++;
        latencies.recordValue(now - client.sent());
        watcher.answered(client.session(), client.sent(), now);
        if (!client.session().answered(answer)) {
            fail(answer.toString());
        }
    }

    private void fail(String text) {
        failed++;
        if (failures.size() < MAX_TEXTS) {
            failures.add(text);
        }
    }

    private void reopen(Client client, boolean sends) {
        try {
            client.close();
            client.open(selector);
            if (sends) {
                client.send(selector);
            }
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }

    private static Histogram newHistogram() {
        return new Histogram(PATIENCE_NANOS, 3);
    }

    @Override
    public void close() {
        try {
            for (Client client : clients) {
                client.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
