package org.statehouse.live;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Who does what is told live. No client has a thread of its own.
 *
 * @param readers read the database: what subscriptions lack, snapshots, pages
 * @param senders give messages to the lines, which take them without waiting
 * @param clock heartbeats and time-outs; what it runs is quick
 */
public record LiveThreads(ExecutorService readers, ExecutorService senders, ScheduledExecutorService clock) {

    private static final int READERS = 4;
    private static final int SENDERS = 2;

    public static LiveThreads of(ThreadFactory factory) {
        return new LiveThreads(
                Executors.newFixedThreadPool(READERS, factory),
                Executors.newFixedThreadPool(SENDERS, factory),
                Executors.newSingleThreadScheduledExecutor(factory));
    }

    public void stop() {
        clock.shutdownNow();
        readers.shutdownNow();
        senders.shutdownNow();
    }
}
