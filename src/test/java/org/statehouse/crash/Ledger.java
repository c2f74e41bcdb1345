package org.statehouse.crash;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What all clients have done and were told. Safe for all threads. */
final class Ledger {

    private final Queue<Deed> deeds = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long wakes;
    private volatile boolean over;

    /** @param begun when it was sent, by {@link System#nanoTime} */
    void add(Deed deed, long begun) {
        deeds.add(deed);
        if (deed.outcome() == Deed.Outcome.DONE) {
            acknowledged.incrementAndGet();
            latest.accumulateAndGet(begun, Math::max);
        }
    }

    /** A request that is sent once more. */
    void repeat() {
        repeated.incrementAndGet();
    }

    /** An answer that no crash should have. */
    void failure(String answer) {
        failures.add(answer);
    }

    Collection<Deed> deeds() {
        return new ArrayList<>(deeds);
    }

    List<String> failures() {
        return new ArrayList<>(failures);
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long repeated() {
        return repeated.get();
    }

    long count(Deed.Outcome outcome) {
        return deeds.stream().filter(deed -> deed.outcome() == outcome).count();
    }

    /** When the write was sent which was sent last of those that are acknowledged. */
    long latest() {
        return latest.get();
    }

    boolean isOver() {
        return over;
    }

    /** Clients end what they are at. */
    void end() {
        over = true;
        wake();
    }

    /** The server is there again. */
    void wake() {
        lock.lock();
        try {
            wakes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the server is there again, or for so long. */
    void pause(long millis) {
        lock.lock();
        try {
            long before = wakes;
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (wakes == before && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }
}
