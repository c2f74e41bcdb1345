package org.statehouse.state;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts units of work, and requests with a key, by what became of them. */
final class Tally implements UnitMeter, KeyMeter {

    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final AtomicLong longest = new AtomicLong();

    /** What has happened so far, and how often. */
    Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** The time of the longest unit that has ended. */
    long longestNanos() {
        return longest.get();
    }

    private void count(String event) {
        counts.merge(event, 1L, Long::sum);
    }

    @Override
    public void kept() {
        count("kept");
    }

    @Override
    public void replayed() {
        count("replayed");
    }

    @Override
    public void mismatched() {
        count("mismatched");
    }

    @Override
    public void stillInProgress() {
        count("in progress");
    }

    @Override
    public void forgotten(int answers) {
        counts.merge("forgotten", (long) answers, Long::sum);
    }

    @Override
    public void started() {
        count("started");
    }

    @Override
    public void committed(long nanos) {
        count("committed");
        longest.accumulateAndGet(nanos, Math::max);
    }

    @Override
    public void rolledBack(long nanos) {
        count("rolled back");
        longest.accumulateAndGet(nanos, Math::max);
    }

    @Override
    public void timedOut() {
        count("timed out");
    }

    @Override
    public void ranAgain(Reason reason) {
        count(reason.name());
    }

    @Override
    public void wentBack() {
        count("went back");
    }
}
