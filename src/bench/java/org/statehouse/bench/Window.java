package org.statehouse.bench;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What was seen in a length of time.
 *
 * @param answers that came within it
 * @param nanos its length
 * @param latencies in nanoseconds
 * @param failures what was not expected: the first of them as texts
 * @param failed how many there were
 */
record Window(long answers, long nanos, Histogram latencies, List<String> failures, long failed) {

    double rate() {
        return answers * 1e9 / nanos;
    }
}
