package org.statehouse.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured and for how long, from the system properties {@code bench.*}.
 *
 * @param records how many the table has, ascending; everything is measured once for each
 * @param only the parts that are measured
 * @param connections that send one request after the other
 * @param warmUp at most, for each server and workload
 * @param window of one measurement
 * @param windows whose median is given
 * @param compare whether the bare handler and pgbench are measured too
 * @param profile whether the server is sampled while it is measured
 * @param keep whether the results are written to {@code src/bench/results}
 * @param models of the catalog that is changed under load
 */
record Settings(
        List<Integer> records,
        Set<String> only,
        int connections,
        Duration warmUp,
        Duration window,
        int windows,
        boolean compare,
        boolean profile,
        boolean keep,
        int models) {

    /** Parts that are no workloads. */
    static final String IMPORT = "import";

    static final String FEED = "feed";
    static final String MODELS = "models";
    static final String TABLE = "table";

    static Settings read(UnaryOperator<@Nullable String> properties) {
        Source source = new Source(properties);
        return new Settings(
                source.words("records", "100000").stream()
                        .map(Integer::valueOf)
                        .sorted()
                        .toList(),
                parts(source.words("only", "")),
                source.number("connections", 32),
                Duration.ofSeconds(source.number("warm-up", 120)),
                Duration.ofSeconds(source.number("window", 6)),
                source.number("windows", 5),
                source.text("compare", "true").equals("true"),
                source.text("profile", "false").equals("true"),
                source.text("keep", "false").equals("true"),
                source.number("models", 100));
    }

    boolean measures(String part) {
        return only.contains(part);
    }

    /** Whether anything is measured that needs the table of records. */
    boolean needsRecords() {
        return only.stream().anyMatch(part -> !part.equals(MODELS) && !part.equals(FEED));
    }

    /** How long all windows take together. */
    Duration measured() {
        return window.multipliedBy(windows);
    }

    private static Set<String> parts(List<String> wanted) {
        Set<String> known = new TreeSet<>(List.of(FEED, IMPORT, MODELS, TABLE));
        Workload.ALL.forEach(workload -> known.add(workload.name()));
        Set<String> parts = new TreeSet<>(wanted.isEmpty() ? known : wanted);
        if (!known.containsAll(parts)) {
            throw new IllegalArgumentException(
                    "bench.only=" + String.join(",", wanted) + ": the parts are " + String.join(", ", known));
        }
        return parts;
    }

    private record Source(UnaryOperator<@Nullable String> properties) {
        String text(String name, String otherwise) {
            String value = properties.apply("bench." + name);
            return value == null || value.isBlank() ? otherwise : value.strip();
        }

        int number(String name, int otherwise) {
            int number = Integer.parseInt(text(name, Integer.toString(otherwise)));
            if (number < 1) {
                throw new IllegalArgumentException("bench." + name + "=" + number + " must be 1 at least");
            }
            return number;
        }

        List<String> words(String name, String otherwise) {
            return Stream.of(text(name, otherwise).split(",", -1))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }
}
