package org.statehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The statements that reach the database, as PostgreSQL logs them: what is compared with the server is then what the server
 * does, to the letter.
 */
final class StatementLog {

    private static final Pattern EXECUTED = Pattern.compile("LOG:  execute [^:]+: ");
    private static final Pattern GIVEN = Pattern.compile("DETAIL:  [Pp]arameters: ");
    private static final Pattern ENTRY = Pattern.compile("^\\d{4}-\\d\\d-\\d\\d ", Pattern.MULTILINE);
    private static final Pattern VALUE = Pattern.compile("\\$(\\d+) = (NULL|'((?:[^']|'')*)')");
    /** When the version was written that an update compares. */
    private static final Pattern TIME = Pattern.compile("t\\.\"updatedAt\" = (\\$\\d+)");

    private static final int TRIES = 100;

    private final DataSource source;
    private final Path file;

    /** @param file that PostgreSQL logs to */
    StatementLog(DataSource source, Path file) {
        this.source = source;
        this.file = file;
    }

    /** The last statement that a request took, and how many a request takes. */
    record Taken(SqlStatement statement, long statements) {}

    /** The last statement that a probe took which has its values; the probe is sent until the log has it. */
    Taken of(Supplier<Workload.Probe> probe) {
        execute("ALTER SYSTEM SET log_statement = 'all'");
        execute("SELECT pg_reload_conf()");
        try {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                long from = size();
                Workload.Probe sent = probe.get();
                Map<String, String> values = sent.values();
                List<Logged> taken = logged(from).stream()
                        .filter(logged -> logged.values().containsAll(identifying(values)))
                        .toList();
                if (!taken.isEmpty()) {
                    return new Taken(known(taken.get(taken.size() - 1), values), taken.size() / sent.requests());
                }
            }
            throw new IllegalStateException("The statement is not in " + file);
        } finally {
            execute("ALTER SYSTEM RESET log_statement");
            execute("SELECT pg_reload_conf()");
        }
    }

    /** A request may take several statements: the ones that are its own have at least the id, or all there is. */
    private static List<String> identifying(Map<String, String> values) {
        String id = values.get("id");
        return id == null ? List.copyOf(values.values()) : List.of(id);
    }

    private record Logged(String sql, List<@Nullable String> values) {}

    private List<Logged> logged(long from) {
        List<Logged> all = new ArrayList<>();
        String sql = null;
        for (String entry : entries(from)) {
            Matcher executed = EXECUTED.matcher(entry);
            Matcher given = GIVEN.matcher(entry);
            if (executed.find()) {
                sql = withoutTime(entry.substring(executed.end()).strip());
            } else if (sql != null && given.find()) {
                all.add(new Logged(sql, values(entry.substring(given.end()))));
                sql = null;
            }
        }
        return all;
    }

    /** The server remembers the time; those who do not compare it with itself. */
    private static String withoutTime(String sql) {
        return TIME.matcher(sql).replaceAll("t.\"updatedAt\" = coalesce(t.\"updatedAt\", $1)");
    }

    private List<String> entries(long from) {
        try {
            byte[] all = Files.readAllBytes(file);
            String text = new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
            List<String> entries = new ArrayList<>();
            Matcher starts = ENTRY.matcher(text);
            int begin = -1;
            while (starts.find()) {
                if (begin >= 0) {
                    entries.add(text.substring(begin, starts.start()));
                }
                begin = starts.start();
            }
            if (begin >= 0) {
                entries.add(text.substring(begin));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<@Nullable String> values(String text) {
        List<@Nullable String> values = new ArrayList<>();
        Matcher value = VALUE.matcher(text);
        while (value.find()) {
            String quoted = value.group(3);
            values.add(quoted == null ? null : quoted.replace("''", "'"));
        }
        return values;
    }

    /** Gives names to the parameters that have values of the request, and types to all. */
    private SqlStatement known(Logged logged, Map<String, String> values) {
        Map<String, String> names = new HashMap<>();
        values.forEach((name, value) -> names.put(value, name));
        List<SqlStatement.Parameter> plain = logged.values().stream()
                .map(value -> new SqlStatement.Parameter("", value == null ? null : names.get(value), value))
                .toList();
        SqlStatement untyped = new SqlStatement(logged.sql(), plain);
        List<SqlStatement.Parameter> typed = new ArrayList<>();
        try (Connection connection = source.getConnection();
                PreparedStatement prepared = connection.prepareStatement(untyped.jdbc())) {
            ParameterMetaData types = prepared.getParameterMetaData();
            for (int i = 0; i < plain.size(); i++) {
                SqlStatement.Parameter parameter = plain.get(i);
                typed.add(new SqlStatement.Parameter(
                        types.getParameterTypeName(i + 1), parameter.name(), parameter.value()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(logged.sql(), e);
        }
        SqlStatement statement = new SqlStatement(logged.sql(), typed);
        values.keySet().stream().filter(name -> !statement.uses(name)).forEach(name -> {
            throw new IllegalStateException("No parameter has the value of " + name + ": " + statement);
        });
        return statement;
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
