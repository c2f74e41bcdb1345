package org.statehouse.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a number of windows has shown.
 *
 * @param rate requests a second, the median
 * @param slowest and fastest window
 * @param latencies of all windows, in nanoseconds; null where they are not known one by one
 * @param processors microseconds of them for one request, by who used them; empty where nobody knows
 */
record Measured(
        double rate,
        double slowest,
        double fastest,
        @Nullable Histogram latencies,
        List<Processors.Share> processors) {

    static Measured of(List<Double> rates) {
        List<Double> sorted = new ArrayList<>(rates);
        Collections.sort(sorted);
        return new Measured(
                sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1), null, List.of());
    }

    static Measured of(List<Window> windows, List<Processors.Share> processors) {
        Histogram all = new Histogram(windows.get(0).latencies());
        windows.forEach(window -> all.add(window.latencies()));
        Measured rates = of(windows.stream().map(Window::rate).toList());
        return new Measured(rates.rate, rates.slowest, rates.fastest, all, processors);
    }

    /** Milliseconds within which so many of a hundred requests were answered. */
    String millis(double percent) {
        return latencies == null
                ? "–"
                : String.format(Locale.ROOT, "%.1f", latencies.getValueAtPercentile(percent) / 1e6);
    }
}
