package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;
import org.statehouse.testkit.Statements;

/** Requests with one key at the same time. */
class IdempotencyTwinsIT {

    private static final int TWINS = 100;

    private final Server server = RecordsServer.get();

    private Http.Answer create(String key, String code) {
        return server.http()
                .post("/api/records/account")
                .header("Idempotency-Key", key)
                .body("application/json", "{\"code\":\"" + code + "\"}")
                .send();
    }

    @Test
    void a_hundred_twins_at_once_make_one_record_and_get_one_answer() throws Exception {
        String key = "twins-" + RecordsServer.number();
        String code = "T-" + RecordsServer.number();
        Stock before = Stock.of(server.dataSource());
        ExecutorService threads = Executors.newFixedThreadPool(TWINS);
        List<Http.Answer> answers;
        try {
            List<Future<Http.Answer>> sent = IntStream.range(0, TWINS)
                    .mapToObj(i -> threads.submit(() -> create(key, code)))
                    .toList();
            answers = new ArrayList<>();
            for (Future<Http.Answer> one : sent) {
                answers.add(one.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as("%s", answer).isEqualTo(201);
            assertThat(answer.text()).isEqualTo(answers.get(0).text());
            for (String header : List.of("Location", "ETag", "Statehouse-Position")) {
                assertThat(answer.header(header)).isEqualTo(answers.get(0).header(header));
            }
        });
        assertThat(answers.stream().filter(a -> a.header("Idempotent-Replayed").isEmpty()))
                .as("one has done it")
                .hasSize(1);
        Stock after = Stock.of(server.dataSource());
        assertThat(after.log() - before.log()).isEqualTo(1);
        Map<String, Long> expected = new TreeMap<>(before.rows());
        expected.merge("account", 1L, Long::sum);
        assertThat(after.rows()).isEqualTo(expected);
    }

    @Test
    void a_twin_of_a_write_that_takes_too_long_is_told_when_to_come_again() throws Exception {
        String code = "SLOW-" + RecordsServer.number();
        Statements.execute(
                server.dataSource(),
                "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN" + " IF NEW.code = '" + code
                        + "' THEN PERFORM pg_sleep(8.5); END IF; RETURN NEW; END $$");
        Statements.execute(
                server.dataSource(),
                "CREATE TRIGGER slowly BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION slowly()");
        String key = "slow-" + RecordsServer.number();
        try {
            CompletableFuture<Http.Answer> first = CompletableFuture.supplyAsync(() -> create(key, code));
            await().until(() -> Statements.number(
                            server.dataSource(), "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                    > 0);
            Http.Answer twin = create(key, code);
            assertThat(twin.status()).as("%s", twin).isEqualTo(409);
            Scenario.requireProblem(twin, "in-progress", "a twin");
            assertThat(twin.header("Retry-After")).isPresent();
            assertThat(first.get().status()).isEqualTo(201);
            Http.Answer again = create(key, code);
            assertThat(again.header("Idempotent-Replayed")).hasValue("true");
            assertThat(again.text()).isEqualTo(first.get().text());
        } finally {
            Statements.execute(server.dataSource(), "DROP TRIGGER slowly ON account");
            Statements.execute(server.dataSource(), "DROP FUNCTION slowly()");
        }
    }
}
