package org.statehouse.job;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Jobs that wait for their turn; one runs at a time. One that has not ended is tried again, whatever went wrong. A place is
 * taken before a file is uploaded, so that uploads at the same time cannot become more jobs than there are places.
 */
final class JobQueue {

    private static final System.Logger LOG = System.getLogger(JobQueue.class.getName());

    private final ScheduledExecutorService executor;
    private final Predicate<String> runner;
    private final Duration pause;
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
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

    /** Takes one of so many places, for a job that will be added; false when none is free. */
    boolean reserve(int places) {
        int before = taken.getAndUpdate(now -> now < places ? now + 1 : now);
        return before < places;
    }

    /** Gives back the place of a job that will not be added. */
    void release() {
        taken.decrementAndGet();
    }

    /** Adds a job that has its place. */
    void add(String id) {
        waiting.add(id);
        executor.execute(this::drain);
    }

    /** Adds a job from before the last stop, whether or not there is a place. */
    void resume(String id) {
        taken.incrementAndGet();
        add(id);
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
                if (next != null) {
                    attempt(next);
                }
            } finally {
                busy.set(false);
            }
        }
    }

    private void attempt(String id) {
        taken.decrementAndGet();
        if (!hasEnded(id) && !stopping) {
            taken.incrementAndGet();
            later(id);
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
