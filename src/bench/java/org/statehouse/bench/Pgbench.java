package org.statehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.statehouse.database.StatehouseDataSource;

/** PostgreSQL's own load generator, with the statement that the server sends: nothing can be faster than this. */
final class Pgbench {

    private static final Pattern PROGRESS = Pattern.compile("progress: [0-9.]+ s, ([0-9.]+) tps, lat ([0-9.]+) ms");
    private static final Pattern DONE = Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");

    private final Path program;
    private final Stage stage;
    private final Settings settings;

    private Pgbench(Path program, Stage stage, Settings settings) {
        this.program = program;
        this.stage = stage;
        this.settings = settings;
    }

    /** Empty where there is none on this machine. */
    static Optional<Pgbench> find(Stage stage, Settings settings) {
        return installed().map(program -> new Pgbench(program, stage, settings));
    }

    private static Optional<Path> installed() {
        Path versions = Path.of("/usr/lib/postgresql");
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(Path::of);
        try (Stream<Path> packaged = Files.isDirectory(versions) ? Files.list(versions) : Stream.empty()) {
            return Stream.concat(packaged.sorted((a, b) -> b.compareTo(a)).map(path -> path.resolve("bin")), onPath)
                    .map(folder -> folder.resolve("pgbench"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a statement for one window to warm up and then for all windows. */
    Measured run(SqlStatement statement, Workload.LimitScript limit, int records) {
        int each = LimitRows.renew(stage.dataSource(), records, settings.connections());
        Path script = stage.folder().resolve("pgbench.sql");
        try {
            Files.writeString(script, script(statement, limit));
            String output = run(line(statement, script, each));
            require(limit, output);
            return measured(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String script(SqlStatement statement, Workload.LimitScript limit) {
        String sql = LITERAL.matcher(statement.sql().replaceAll("\\s+", " "))
                .replaceAll(literal -> Matcher.quoteReplacement(withoutColons(literal.group())));
        for (int i = statement.parameters().size(); i > 0; i--) {
            sql = sql.replace("$" + i, value(statement.parameters().get(i - 1), i, limit.values()));
        }
        return String.join("\n", limit.commands()) + "\n" + sql + ";\n";
    }

    /** To pgbench a colon begins a variable, in texts too. */
    private static String withoutColons(String literal) {
        return literal.indexOf(':') < 0
                ? literal
                : "E" + literal.replace("\\", "\\\\").replace(":", "\\x3a");
    }

    private static String value(SqlStatement.Parameter parameter, int number, Map<String, String> values) {
        String computed = parameter.name() == null ? null : values.get(parameter.name());
        return computed != null ? computed : parameter.value() == null ? "NULL" : ":p" + number;
    }

    private List<String> line(SqlStatement statement, Path script, int each) {
        Duration time = settings.window().plus(settings.measured());
        List<String> line = new ArrayList<>(List.of(
                program.toString(), "-n", "-h", "127.0.0.1", "-p", Integer.toString(stage.databasePort()), "-U"));
        line.addAll(List.of("statehouse", "-M", "prepared", "-j", "2", "-c", Integer.toString(settings.connections())));
        line.addAll(List.of("-T", Long.toString(time.toSeconds()), "-f", script.toString()));
        line.addAll(List.of("-P", Long.toString(settings.window().toSeconds())));
        line.addAll(List.of("-D", "clients=" + settings.connections(), "-D", "each=" + each, "-D", "i=-1"));
        line.addAll(List.of("-D", "rows=" + each * settings.connections()));
        line.addAll(List.of("-D", "base=" + (System.currentTimeMillis() << 20)));
        for (int i = 1; i <= statement.parameters().size(); i++) {
            String value = statement.parameters().get(i - 1).value();
            if (value != null) {
                line.addAll(List.of("-D", "p" + i + "=" + value));
            }
        }
        line.add("statehouse");
        return line;
    }

    private String run(List<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", stage.database().password());
        builder.environment().put("PGOPTIONS", StatehouseDataSource.OPTIONS);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("pgbench ended with " + process.exitValue() + ":\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return output;
    }

    /** A statement that finds nothing to write is fast, and no limit. */
    private void require(Workload.LimitScript limit, String output) {
        Matcher done = DONE.matcher(output);
        if (limit.writes() && done.find()) {
            long wanted = Long.parseLong(done.group(1));
            long written = LimitRows.changes(stage.dataSource());
            if (written < wanted) {
                throw new IllegalStateException("Of " + wanted + " statements " + written + " wrote:\n" + output);
            }
        }
    }

    private static Measured measured(String output) {
        List<Double> rates = new ArrayList<>();
        Matcher progress = PROGRESS.matcher(output);
        while (progress.find()) {
            rates.add(Double.valueOf(progress.group(1)));
        }
        if (rates.size() < 2) {
            throw new IllegalStateException("pgbench told nothing:\n" + output);
        }
        return Measured.of(rates.subList(1, rates.size()));
    }
}
