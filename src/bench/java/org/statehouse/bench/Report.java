package org.statehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was measured, as a page of Markdown; and what goes on meanwhile, a line each, on standard error. */
final class Report {

    private static final Path FOLDER = Path.of("src/bench/results");

    private final Settings settings;
    private final LocalDate date = LocalDate.now(ZoneOffset.UTC);
    private final String commit = Machine.commit();
    private final String machine = Machine.text();
    private final List<Comparison.Row> rows = new ArrayList<>();
    private final List<String> imports = new ArrayList<>();
    private final List<Reload.Seen> reloads = new ArrayList<>();
    private final List<Feed.Seen> followed = new ArrayList<>();
    private final StringBuilder profiles = new StringBuilder();
    private String database = "";
    private String end = "";

    Report(Settings settings) {
        this.settings = settings;
    }

    void say(String line) {
        System.err.println("bench: " + line);
    }

    void database(String version) {
        database = version;
    }

    /** The page has what was measured before. */
    void endedEarly(RuntimeException failure) {
        String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        end = "**This run ended early, and what should follow is missing:** " + first + "\n\n";
    }

    void add(Comparison.Row row) {
        rows.add(row);
    }

    void filled(int records, double rate) {
        imports.add(String.format(Locale.ROOT, "| an empty table up to %s | %s | – |", whole(records), whole(rate)));
        say("filled with " + whole(records) + " records, " + whole(rate) + " a second");
    }

    void imported(int records, Measured measured) {
        imports.add(String.format(
                Locale.ROOT,
                "| 20,000 more beside %s | %s | %s to %s |",
                whole(records),
                whole(measured.rate()),
                whole(measured.slowest()),
                whole(measured.fastest())));
        say("import " + whole(measured.rate()) + " rows/s");
    }

    void add(List<Reload.Seen> seen) {
        reloads.addAll(seen);
        seen.forEach(one -> say(one.toString()));
    }

    void followed(List<Feed.Seen> seen) {
        followed.addAll(seen);
        seen.forEach(one -> say(one.toString()));
    }

    void profile(String workload, Profile profile) {
        profiles.append("### ").append(workload).append("\n\n").append(profile.text());
    }

    static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** The whole page. */
    String text() {
        StringBuilder page = new StringBuilder("# Measured on " + date + "\n\n");
        page.append("Commit ").append(commit).append(". ").append(machine);
        page.append(database.isEmpty() ? "" : ", PostgreSQL " + database).append(".\n");
        page.append(String.format(
                Locale.ROOT,
                "%d connections, %d windows of %d s after at most %d s of warming up%s. What each figure means:"
                        + " [bench.md](../../doc/bench.md).%n%n",
                settings.connections(),
                settings.windows(),
                settings.window().toSeconds(),
                settings.warmUp().toSeconds(),
                settings.profile() ? "; sampled (JFR) while it was measured, which costs a little" : ""));
        page.append(end);
        if (!rows.isEmpty()) {
            page.append(comparisons());
        }
        if (!imports.isEmpty()) {
            page.append("| import of lines of JSON | rows/s | windows |\n|---|---:|---:|\n");
            page.append(String.join("\n", imports)).append("\n\n");
        }
        if (!reloads.isEmpty()) {
            page.append(changes());
        }
        if (!followed.isEmpty()) {
            page.append("| followers | what | p50 ms | p99 ms | last ms |\n|---|---:|---:|---:|---:|\n");
            for (Feed.Seen seen : followed) {
                page.append("| ").append(seen.what()).append(" | ").append(String.join(" | ", seen.figures()));
                page.append(" |".repeat(5 - seen.figures().size())).append("\n");
            }
            page.append("\n");
        }
        return page.append(profiles.length() == 0 ? "" : "## Where the time goes\n\n" + profiles)
                .toString();
    }

    private String comparisons() {
        StringBuilder page = new StringBuilder("""
                | request | records | Statehouse /s | p50 ms | p99 ms | bare handler /s | p50 | p99 | pgbench /s | of handler | of pgbench |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                """);
        for (Comparison.Row row : rows) {
            Measured own = row.statehouse();
            Measured floor = row.floor();
            Measured limit = row.limit();
            List<String> cells = List.of(
                    row.workload(),
                    whole(row.records()),
                    whole(own.rate()),
                    own.millis(50),
                    own.millis(99),
                    floor == null ? "–" : whole(floor.rate()),
                    floor == null ? "–" : floor.millis(50),
                    floor == null ? "–" : floor.millis(99),
                    limit == null ? settings.compare() ? "no pgbench here" : "–" : whole(limit.rate()),
                    ratio(own, floor),
                    ratio(own, limit));
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return page.append("\n").append(shares()).toString();
    }

    private static String ratio(Measured own, @Nullable Measured other) {
        return other == null ? "–" : String.format(Locale.ROOT, "%.2f", own.rate() / other.rate());
    }

    private String shares() {
        StringBuilder page = new StringBuilder("""
                | request | records | statements | Statehouse: slowest to fastest window | processor time a request | bare handler: processor time a request |
                |---|---:|---:|---:|---|---|
                """);
        for (Comparison.Row row : rows) {
            Measured own = row.statehouse();
            List<String> cells = List.of(
                    row.workload(),
                    whole(row.records()),
                    row.statements() == null ? "–" : row.statements().toString(),
                    whole(own.slowest()) + " to " + whole(own.fastest()),
                    shares(own),
                    row.floor() == null ? "–" : shares(row.floor()));
            page.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return page.append("\n").toString();
    }

    private static String shares(Measured measured) {
        return measured.processors().stream()
                .map(share -> share.who() + " " + whole(share.micros()) + " µs")
                .collect(Collectors.joining(", "));
    }

    private String changes() {
        StringBuilder page = new StringBuilder("""
                | models changed under load | reload ms | longest request ms | longest time without any answer ms | p99 before ms | requests | failed or torn |
                |---|---:|---:|---:|---:|---:|---:|
                """);
        for (Reload.Seen seen : reloads) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.0f | %.0f | %s | %s |%n",
                    seen.what(),
                    seen.millis(),
                    seen.longestMillis(),
                    seen.gapMillis(),
                    seen.usualMillis(),
                    whole(seen.answers()),
                    seen.failed() == 0
                            ? "0"
                            : seen.failed() + ": " + seen.failure().replace("|", "\\|")));
        }
        return page.append("\n").toString();
    }

    /** Prints the page, and keeps it where that is wanted. */
    void publish() {
        System.out.println(text());
        if (settings.keep()) {
            try {
                Files.createDirectories(FOLDER);
                Path file = FOLDER.resolve(date + "-" + commit + ".md");
                Files.writeString(file, text());
                say("kept in " + file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
