package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** What {@code /metrics} says of units of work is what has happened, and the page of operations explains all of it. */
class TransactionMetricsIT {
    private static final Pattern ROW = Pattern.compile("^\\| `(statehouse_[a-z_]+)`", Pattern.MULTILINE);
    private static final Pattern FAMILY = Pattern.compile("^# TYPE (statehouse_\\S+) ", Pattern.MULTILINE);
    private static final Pattern SAMPLE =
            Pattern.compile("^(statehouse_[^ {]+)\\{mp_scope=\"application\"([^}]*)\\} (\\S+)$", Pattern.MULTILINE);

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    @Test
    void the_page_of_operations_has_the_metrics_of_a_running_server_and_no_others() throws IOException {
        long id = records.createNumbered("folder", "");
        records.patch("folder", id, 1, "{\"name\":\"measured\"}");
        String metrics = metrics();
        assertThat(names(FAMILY, metrics))
                .hasSizeGreaterThanOrEqualTo(8)
                .isEqualTo(names(ROW, Files.readString(Path.of("src/doc/operations.md"))));
        assertThat(metrics.lines().filter(line -> line.startsWith("statehouse_")))
                .allMatch(line -> SAMPLE.matcher(line).matches());
    }

    @Test
    void a_cascade_that_met_a_deadlock_is_one_unit_that_ran_again() throws Exception {
        long root = records.createNumbered("folder", "");
        records.createNumbered("folder", "\"parent\":" + root);
        Map<String, Double> before = samples();
        execute("CREATE SEQUENCE deadlocks");
        execute("CREATE FUNCTION deadlock_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF nextval('deadlocks') = 1 THEN RAISE EXCEPTION 'once' USING ERRCODE = '40P01'; END IF;"
                + " RETURN OLD; END $$");
        execute("CREATE TRIGGER deadlock_once BEFORE DELETE ON folder FOR EACH ROW EXECUTE FUNCTION deadlock_once()");
        try {
            Scenario.of("a tree", "DELETE", "/api/records/folder/" + root)
                    .ifMatch("*")
                    .answers(204)
                    .logs(2)
                    .rows("folder", -2)
                    .run(server);
        } finally {
            execute("DROP TRIGGER deadlock_once ON folder");
            execute("DROP FUNCTION deadlock_once()");
            execute("DROP SEQUENCE deadlocks");
        }
        Map<String, Double> after = samples();
        assertThat(risen(before, after, "statehouse_transactions_started_total"))
                .isEqualTo(1);
        assertThat(risen(before, after, "statehouse_transactions_committed_total"))
                .isEqualTo(1);
        assertThat(risen(before, after, "statehouse_transactions_rolled_back_total"))
                .isZero();
        assertThat(risen(before, after, "statehouse_transaction_retries_total,reason=\"deadlock\""))
                .isEqualTo(1);
        assertThat(risen(before, after, "statehouse_transaction_duration_seconds_count"))
                .isEqualTo(1);
        assertThat(risen(before, after, "statehouse_transaction_duration_seconds_sum"))
                .isBetween(0.0001, 10.0);
        assertThat(after.get("statehouse_transaction_duration_seconds_max")).isBetween(0.0001, 60.0);
    }

    @Test
    void a_unit_that_is_refused_is_rolled_back() {
        Map<String, Double> before = samples();
        Scenario.of("nothing there", "DELETE", "/api/records/folder/" + RecordsServer.number())
                .ifMatch("*")
                .refused(404, "unknown-record")
                .run(server);
        assertThat(risen(before, samples(), "statehouse_transactions_rolled_back_total"))
                .isEqualTo(1);
    }

    private String metrics() {
        Http.Answer answer =
                server.http().get("/metrics").header("Accept", "text/plain").send();
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    /** Each sample by its name and its own labels. */
    private Map<String, Double> samples() {
        Map<String, Double> found = new TreeMap<>();
        Matcher lines = SAMPLE.matcher(metrics());
        while (lines.find()) {
            found.put(lines.group(1) + lines.group(2), Double.valueOf(lines.group(3)));
        }
        return found;
    }

    private static double risen(Map<String, Double> before, Map<String, Double> after, String sample) {
        assertThat(before).containsKey(sample);
        return after.getOrDefault(sample, Double.NaN) - before.getOrDefault(sample, Double.NaN);
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = pattern.matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
