package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statehouse.session.PasswordHasher;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Passwords from end to end: hashed once, kept as a hash, and nowhere else. */
class PasswordIT {

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);
    private final PasswordHasher hasher = new PasswordHasher(2, new SecureRandom());

    private static String member(long id) {
        return "/api/records/member/" + id;
    }

    private long create(String members) {
        return records.createNumbered("member", "\"name\":\"Ann\",\"pin\":\"4711\"" + members);
    }

    @Test
    void the_table_has_a_hash_that_verifies_and_answers_have_nothing() throws Exception {
        long id = RecordsServer.number();
        String body = "{\"id\":" + id + ",\"name\":\"Ann\",\"secret\":\"Hidden\u00b2pass1\",\"pin\":\"4711\"}";
        Http.Answer created = Scenario.of("create", "POST", "/api/records/member")
                .json(body)
                .answers(201)
                .without("secret", "pin", "4711", "argon2")
                .logs(1)
                .rows("member", 1)
                .run(server);
        assertThat(created.json().path("version").asInt()).isEqualTo(1);
        Scenario.of("read", "GET", member(id))
                .answers(200)
                .without("secret", "pin", "argon2")
                .run(server);
        String hash = String.valueOf(column(id, "secret"));
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(hasher.verify("Hidden2pass1", hash)).as("normalised by NFKC").isTrue();
        assertThat(hasher.verify("Hidden2pass2", hash)).isFalse();
        assertThat(column(id, "secret")).as("verifying upgrades nothing").isEqualTo(hash);
        assertThat(hasher.verify("4711", String.valueOf(column(id, "pin")))).isTrue();
    }

    @Test
    void a_patch_with_a_password_is_always_a_change_and_names_no_field_in_the_log() throws Exception {
        long id = create(",\"secret\":\"Hidden1pass\"");
        String before = records.now();
        String hash = String.valueOf(column(id, "secret"));
        records.patch("member", id, 1, "{\"secret\":\"Hidden1pass\"}");
        String again = String.valueOf(column(id, "secret"));
        assertThat(again).isNotEqualTo(hash);
        assertThat(hasher.verify("Hidden1pass", again)).isTrue();
        records.patch("member", id, 2, "{\"name\":\"Bea\"}");
        assertThat(column(id, "secret")).isEqualTo(again);
        records.patch("member", id, 3, "{\"secret\":null}");
        assertThat(column(id, "secret")).isNull();
        List<JsonNode> changes = records.since(before);
        assertThat(changes).hasSize(3);
        assertThat(changes.get(0).path("changes")).isEmpty();
        assertThat(changes.get(0).path("before")).isEmpty();
        assertThat(Records.brief(changes)).allMatch(change -> change.startsWith("update member " + id));
        assertThat(changes.toString()).doesNotContain("secret", "argon2", "Hidden1pass");
    }

    @Test
    void a_put_without_a_password_keeps_it_and_with_null_takes_it_away() throws Exception {
        long id = create(",\"secret\":\"Hidden1pass\"");
        String hash = String.valueOf(column(id, "secret"));
        String pin = String.valueOf(column(id, "pin"));
        Scenario.of("a PUT of what was read", "PUT", member(id))
                .ifMatch("\"1\"")
                .json("{\"name\":\"Bea\"}")
                .answers(200)
                .with("\"version\":2")
                .logs(1)
                .run(server);
        assertThat(column(id, "secret")).isEqualTo(hash);
        Scenario.of("a PUT that takes it away", "PUT", member(id))
                .ifMatch("\"2\"")
                .json("{\"name\":\"Bea\",\"secret\":null,\"pin\":\"0815\"}")
                .answers(200)
                .logs(1)
                .run(server);
        assertThat(column(id, "secret")).isNull();
        assertThat(column(id, "pin")).isNotEqualTo(pin);
        Scenario.of("a required one cannot be taken away", "PATCH", member(id))
                .ifMatch("\"3\"")
                .json("{\"pin\":null}")
                .answers(422)
                .with("\"rule\":\"required\"")
                .run(server);
    }

    @Test
    void links_and_passwords_in_one_body_are_one_change() throws Exception {
        long friend = create("");
        long id = create(",\"friends\":[" + friend + "],\"secret\":\"Hidden1pass\"");
        records.patch("member", id, 1, "{\"friends\":[],\"secret\":\"Hidden2pass\"}");
        assertThat(hasher.verify("Hidden2pass", String.valueOf(column(id, "secret"))))
                .isTrue();
        assertThat(records.get("member", id).path("version").asInt()).isEqualTo(2);
    }

    @Test
    void what_breaks_a_rule_is_refused_without_being_shown() {
        long id = create("");
        List<String> bodies = List.of(
                "{\"secret\":\"weakest-of-all\"}",
                "{\"secret\":\"Short1x\"}",
                "{\"secret\":\"" + "Long1pass".repeat(20) + "\"}",
                "{\"secret\":\"Nul1pass\\u0000\"}",
                "{\"secret\":\"Lone1pass\\ud800\"}",
                "{\"secret\":12345678901}",
                "{\"secret\":[\"Array1pass\"]}");
        for (String body : bodies) {
            Scenario.of(body.substring(0, 20), "PATCH", member(id))
                    .ifMatch("\"1\"")
                    .json(body)
                    .answers(422)
                    .with("\"field\":\"secret\"")
                    .without("weakest", "Short1x", "Long1pass", "Nul1pass", "Lone1pass", "12345678901", "Array1pass")
                    .run(server);
        }
        Scenario.of("names what is missing", "PATCH", member(id))
                .ifMatch("\"1\"")
                .json("{\"secret\":\"weakest-of-all\"}")
                .answers(422)
                .with("\"rule\":\"passwordStrength\"", "Secret must have an upper-case letter and a digit as well")
                .run(server);
        Scenario.of("a word without quotes", "PATCH", member(id))
                .ifMatch("\"1\"")
                .json("{\"secret\":Bare1pass}")
                .answers(400)
                .without("Bare1pass")
                .run(server);
    }

    @Test
    void a_stale_patch_is_refused_without_a_word_of_it() {
        long id = create(",\"secret\":\"Hidden1pass\"");
        records.patch("member", id, 1, "{\"secret\":\"Hidden2pass\",\"name\":\"Bea\"}");
        Scenario.of("412", "PATCH", member(id))
                .ifMatch("\"1\"")
                .json("{\"secret\":\"Hidden3pass\",\"name\":\"Cea\"}")
                .answers(412)
                .with("\"conflicts\":[\"name\"]")
                .without("secret", "pin", "Hidden", "argon2")
                .run(server);
        Scenario.of("428", "PATCH", member(id))
                .json("{\"secret\":\"x\"}")
                .answers(428)
                .run(server);
        Scenario.of("404", "PATCH", member(RecordsServer.number()))
                .ifMatch("\"1\"")
                .json("{\"secret\":\"x\"}")
                .answers(404)
                .run(server);
    }

    @Test
    void queries_may_ask_whether_there_is_one_and_nothing_else() {
        long with = create(",\"secret\":\"Hidden1pass\"");
        long without = create("");
        String list = "/api/records/member?filter[id][in]=" + with + "," + without;
        for (String query : List.of("filter[secret][isNull]=true", "filter={\"secret\":null}")) {
            Http.Answer none = server.http().get(encoded(list + "&" + query)).send();
            assertThat(none.status()).as("%s", none).isEqualTo(200);
            assertThat(none.json().path("data")).hasSize(1);
            assertThat(none.json().at("/data/0/id").asLong()).isEqualTo(without);
        }
        assertThat(server.http()
                        .get(encoded(list + "&filter[secret][isNotNull]=true"))
                        .send()
                        .json()
                        .at("/data/0/id")
                        .asLong())
                .isEqualTo(with);
        for (String query : List.of(
                "filter[secret]=x",
                "filter[secret][eq]=x",
                "filter[secret][startsWith]=x",
                "filter[secret][gt]=x",
                "filter={\"secret\":\"x\"}",
                "filter={\"secret\":{\"in\":[\"x\"]}}")) {
            Scenario.of(query, "GET", encoded("/api/records/member?" + query))
                    .answers(400)
                    .with("'secret' takes isNull, isNotNull")
                    .run(server);
        }
        Scenario.of("sort", "GET", "/api/records/member?sort=secret")
                .answers(400)
                .with("'secret' has no order to sort by")
                .run(server);
        Scenario.of("fields", "GET", member(with) + "?fields=secret")
                .answers(400)
                .with("'secret' is never read")
                .run(server);
        assertThat(server.http()
                        .get("/api/records/member?search=argon2id")
                        .send()
                        .json()
                        .path("data"))
                .isEmpty();
    }

    @Test
    void imports_take_clear_text_and_report_none() throws Exception {
        long id = RecordsServer.number();
        long weak = RecordsServer.number();
        String csv = "id,name,secret,pin\n" + id + ",Ann,Import1pass,4711\n" + weak + ",Bea,importpass,4711\n";
        JsonNode job = imported("text/csv", csv);
        assertThat(job.path("written").asInt()).as("%s", job).isEqualTo(1);
        assertThat(job.toString()).contains("passwordStrength").doesNotContain("importpass", "Import1pass");
        assertThat(hasher.verify("Import1pass", String.valueOf(column(id, "secret"))))
                .isTrue();
        long other = RecordsServer.number();
        String lines = "{\"id\":" + other + ",\"name\":\"Cea\",\"pin\":\"4711\",\"secret\":\"Import2pass\"}\n"
                + "{\"id\":1,\"name\":\"Dea\",\"pin\":\"4711\",\"secret\":Import3pass}\n"
                + "{\"id\":" + other + ",\"name\":\"Eva\",\"pin\":\"4711\",\"secret\":\"Import4pass\"}\n";
        JsonNode second = imported("application/x-ndjson", lines);
        assertThat(second.path("written").asInt()).as("%s", second).isEqualTo(1);
        assertThat(second.path("failed").asInt()).isEqualTo(2);
        assertThat(second.toString()).doesNotContain("Import2pass", "Import3pass", "Import4pass");
        assertThat(hasher.verify("Import2pass", String.valueOf(column(other, "secret"))))
                .isTrue();
    }

    @Test
    void exports_have_no_column_for_it() {
        long id = create(",\"secret\":\"Hidden1pass\"");
        for (String format : List.of("ndjson", "csv")) {
            Http.Answer exported = server.http()
                    .get(encoded("/api/records/member/export?format=" + format + "&filter[id]=" + id))
                    .send();
            assertThat(exported.status()).as("%s", exported).isEqualTo(200);
            assertThat(exported.text())
                    .contains(Long.toString(id))
                    .doesNotContain("secret", "pin", "argon2", "Hidden1pass");
        }
    }

    @Test
    void a_password_that_races_other_writes_keeps_the_versions_whole() throws Exception {
        long id = create("");
        String before = records.now();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String body = i % 4 == 0 ? "{\"secret\":\"Racing1pass" + i + "\"}" : "{\"name\":\"n" + i + "\"}";
                answers.add(threads.submit(() -> server.http()
                        .patch(member(id))
                        .header("If-Match", "*")
                        .body("application/json", body)
                        .send()
                        .status()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        List<Long> versions = records.since(before).stream()
                .filter(change -> change.path("id").asLong() == id)
                .map(change -> change.path("version").asLong())
                .toList();
        assertThat(versions).isEqualTo(LongStream.rangeClosed(2, 17).boxed().toList());
        String hash = String.valueOf(column(id, "secret"));
        assertThat(Stream.of(0, 4, 8, 12)).anyMatch(i -> hasher.verify("Racing1pass" + i, hash));
    }

    @Test
    void neither_text_nor_hash_is_anywhere_but_in_the_column() throws Exception {
        long id = create(",\"secret\":\"Nowhere1pass\"");
        records.patch("member", id, 1, "{\"secret\":\"Nowhere2pass\"}");
        String hash = String.valueOf(column(id, "secret")).substring(31);
        Http.Answer deleted = server.http().delete(member(id)).ifMatch(2).send();
        assertThat(deleted.status()).isEqualTo(204);
        imported("application/x-ndjson", "{\"id\":7,\"secret\":\"Nowhere3pass\"}");
        for (String table : List.of("change_log", "job", "job_error", "tombstone")) {
            assertThat(dump("statehouse." + table)).as(table).doesNotContain("Nowhere", "$argon2id$", hash);
        }
        try (Stream<Path> files = Files.walk(server.data())) {
            List<Path> logs = files.filter(
                            file -> file.getFileName().toString().matches(".*\\.log(\\.\\d)?|log(\\.1)?"))
                    .filter(Files::isRegularFile)
                    .toList();
            assertThat(logs)
                    .isNotEmpty()
                    .allSatisfy(log -> assertThat(text(log)).doesNotContain("Nowhere", hash));
        }
        assertThat(server.standardOutput() + server.standardError()).doesNotContain("Nowhere", hash);
        assertThat(server.http().get("/api/metadata").send().text()).doesNotContain("argon2");
    }

    private JsonNode imported(String type, String text) {
        Http.Answer taken = server.http()
                .post("/api/records/member/import")
                .body(type, text.getBytes(StandardCharsets.UTF_8))
                .send();
        assertThat(taken.status()).as("%s", taken).isEqualTo(202);
        String job = "/api/jobs/" + taken.json().path("id").asText();
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> server.http().get(job).send().json(),
                        answer -> !answer.path("status").asText().equals("running"));
    }

    private @Nullable String column(long id, String column) throws Exception {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT \"" + column + "\" FROM public.\"member\" WHERE \"id\" = " + id)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private String dump(String table) throws Exception {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT string_agg(t::text, ' ') FROM " + table + " t")) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static String encoded(String path) {
        return path.replace("{", "%7B")
                .replace("}", "%7D")
                .replace("\"", "%22")
                .replace("[", "%5B")
                .replace("]", "%5D");
    }
}
