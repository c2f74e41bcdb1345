package org.statehouse.job;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Jobs that wait for their turn; one runs at a time. One that has not ended is tried again, whatever went wrong. */
final class JobQueue {

    private static final System.Logger LOG = System.getLogger(JobQueue.class.getName());

    private final ScheduledExecutorService executor;
    private final Predicate<String> runner;
    private final Duration pause;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean stopping;

    /**
     * @param runner runs the job with an id; true when it has ended, false when it should be tried again
     * @param pause the time before a job is tried again
     */
    JobQueue(ScheduledExecutorService executor, Predicate<String> runner, Duration pause) {
        this.executor = executor;
        this.runner = runner;
        this.pause = pause;
    }

    void add(String id) {
        waiting.add(id);
        executor.execute(this::drain);
    }

    int size() {
        return waiting.size();
    }

    /** No further job is begun. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Runs what waits, one after the other; a second caller leaves it to the first. */
    private void drain() {
        while (!stopping && !waiting.isEmpty() && busy.compareAndSet(false, true)) {
            try {
                String next = waiting.poll();
                if (next != null && !hasEnded(next) && !stopping) {
                    later(next);
                }
            } finally {
                busy.set(false);
            }
        }
    }

    /** An error of one job must neither lose it nor hold up the others. */
    private boolean hasEnded(String id) {
        try {
            return runner.test(id);
        } catch (Throwable failure) {
            LOG.log(System.Logger.Level.ERROR, "Import " + id + " was cut off; it is tried again", failure);
            return false;
        }
    }

    private void later(String id) {
        ScheduledFuture<?> unused = executor.schedule(() -> add(id), pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
