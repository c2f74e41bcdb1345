package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.database.StartFailure;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** A key is kept with the change or not at all, and its twins wait for it, on whatever node they are. */
class KeyedWriteIT {

    private static final String ONCE = "A write that is sent again with its key is done once";
    private static final int TWINS = 16;
    private static final Command COUNTER = new Command.Create("counter", Desk.json("{}"));

    private static final Command.Linked TAG = new Command.Linked("/add/0", TextNode.valueOf("x"), null);

    private Desk desk;
    private StateManager elsewhere;

    @BeforeEach
    void open() throws Exception {
        desk = new Desk();
        elsewhere = node(5_000);
    }

    /** Another node on the same database, which knows nothing of this one. */
    private StateManager node(int waitMillis) {
        KeptAnswers kept = new KeptAnswers(new KeySettings(waitMillis, 1 << 10, 60), desk.tally);
        return new StateManager(
                desk.dataSource,
                desk.transactions,
                new LogPositions(desk.dataSource, LogStatements.STANDARD),
                desk.catalogs,
                desk.runs,
                Clock.systemUTC(),
                Desk.HASHER,
                kept,
                new RecentRows(0));
    }

    private static RequestKey key(int key, int request) {
        return new RequestKey("%064x".formatted(key), "%064x".formatted(request));
    }

    private static Answer answerOf(Written written) {
        String text = written.record() == null
                ? ""
                : written.record().id() + " v" + written.record().version();
        Map<String, String> headers = new HashMap<>();
        headers.put("Position", String.valueOf(written.position()));
        return new Answer(200, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String textOf(Answered answered) {
        return new String(answered.answer().body(), StandardCharsets.UTF_8)
                + answered.answer().headers();
    }

    private long drawn() throws Exception {
        return desk.count("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM statehouse.log_position");
    }

    private void requireOnce() throws Exception {
        assertThat(desk.count("SELECT count(*) FROM counter")).as(ONCE).isEqualTo(1);
        assertThat(desk.count("SELECT count(*) FROM statehouse.change_log WHERE model IS NOT NULL"))
                .as(ONCE)
                .isEqualTo(1);
        assertThat(desk.count("SELECT count(*) FROM statehouse.kept_answer WHERE status = 200"))
                .isEqualTo(1);
    }

    private static void requireRefused(ProblemType type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().type()).isEqualTo(type));
    }

    @Test
    void twins_at_once_on_two_nodes_do_it_once_and_get_one_answer() throws Exception {
        java.util.concurrent.atomic.AtomicInteger turn = new java.util.concurrent.atomic.AtomicInteger();
        List<Answered> answers = Desk.together(TWINS, () -> {
            StateManager node = turn.getAndIncrement() % 2 == 0 ? desk.states : elsewhere;
            return node.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf);
        });
        assertThat(answers.stream().map(KeyedWriteIT::textOf).distinct()).hasSize(1);
        assertThat(answers.stream().filter(answered -> !answered.replayed())).hasSize(1);
        assertThat(desk.tally.counts()).containsEntry("kept", 1L).containsEntry("replayed", TWINS - 1L);
        requireOnce();
    }

    @Test
    void a_twin_gets_the_answer_on_a_node_that_has_another_catalog_by_now() throws Exception {
        Answered first = desk.states.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf);
        desk.catalogs.publishElsewhere(Desk.moreFiles());
        Answered again = elsewhere.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf);
        assertThat(again.replayed()).isTrue();
        assertThat(textOf(again)).isEqualTo(textOf(first));
        requireOnce();
    }

    @Test
    void an_answer_is_given_again_though_its_model_is_gone() {
        RequestKey key = key(1, 1);
        Answered first = desk.states.commit(Desk.CALLER, COUNTER, key, KeyedWriteIT::answerOf);
        Command gone = new Command.Create("gone", Desk.json("{}"));
        Answered again = desk.states.commit(Desk.CALLER, gone, key, KeyedWriteIT::answerOf);
        assertThat(again.replayed()).isTrue();
        assertThat(textOf(again)).isEqualTo(textOf(first));
        requireRefused(
                ProblemType.UNKNOWN_MODEL,
                () -> desk.states.commit(Desk.CALLER, gone, key(2, 1), KeyedWriteIT::answerOf));
    }

    @Test
    void a_key_with_another_request_is_refused_and_writes_nothing() throws Exception {
        desk.states.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf);
        requireRefused(
                ProblemType.IDEMPOTENCY_MISMATCH,
                () -> elsewhere.commit(Desk.CALLER, COUNTER, key(1, 2), KeyedWriteIT::answerOf));
        assertThat(desk.tally.counts()).containsEntry("mismatched", 1L);
        requireOnce();
    }

    @Test
    void a_write_that_failed_leaves_no_key() throws Exception {
        Command wrong = new Command.Create("counter", Desk.json("{'total': null}"));
        requireRefused(
                ProblemType.VALIDATION_FAILED,
                () -> desk.states.commit(Desk.CALLER, wrong, key(1, 1), KeyedWriteIT::answerOf));
        assertThat(desk.count("SELECT count(*) FROM statehouse.kept_answer")).isZero();
        assertThat(desk.states
                        .commit(Desk.CALLER, COUNTER, key(1, 2), KeyedWriteIT::answerOf)
                        .replayed())
                .isFalse();
        requireOnce();
    }

    @Test
    void an_answer_that_is_too_large_takes_its_write_back() throws Exception {
        Command large = new Command.Create("counter", Desk.json("{'note': '" + "x".repeat(200) + "'}"));
        Function<Written, Answer> answer = written -> new Answer(200, Map.of(), new byte[1_025]);
        requireRefused(ProblemType.TOO_LARGE, () -> elsewhere.commit(Desk.CALLER, large, key(1, 1), answer));
        assertThat(desk.count("SELECT count(*) FROM counter")).isZero();
        assertThat(desk.count("SELECT count(*) FROM statehouse.kept_answer")).isZero();
    }

    @Test
    void a_twin_waits_at_the_key_before_it_has_drawn_anything_and_gets_the_answer() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Answered> first = begin(mayEnd);
        long drawn = drawn();
        CompletableFuture<Answered> twin = CompletableFuture.supplyAsync(
                () -> elsewhere.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf));
        awaitWaiting();
        assertThat(drawn()).as("Nothing after the draw waits for a lock").isEqualTo(drawn);
        mayEnd.countDown();
        assertThat(textOf(twin.get(10, TimeUnit.SECONDS))).isEqualTo(textOf(first.get(10, TimeUnit.SECONDS)));
        assertThat(drawn()).isEqualTo(drawn);
        requireOnce();
    }

    @Test
    void a_twin_of_a_write_that_takes_too_long_is_told_so_without_being_run_again() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Answered> first = begin(mayEnd);
        StateManager hasty = node(50);
        requireRefused(
                ProblemType.IN_PROGRESS, () -> hasty.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf));
        requireRefused(
                ProblemType.IN_PROGRESS, () -> hasty.commit(Desk.CALLER, COUNTER, key(1, 2), KeyedWriteIT::answerOf));
        assertThat(desk.tally.counts()).containsEntry("in progress", 2L).doesNotContainKey("LOCK_TIMEOUT");
        mayEnd.countDown();
        first.get(10, TimeUnit.SECONDS);
        assertThat(hasty.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf)
                        .replayed())
                .isTrue();
        requireOnce();
    }

    @Test
    void the_twin_of_a_write_whose_connection_dies_before_the_commit_does_it_itself() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<Answered> first = begin(mayEnd);
        CompletableFuture<Answered> twin = CompletableFuture.supplyAsync(
                () -> elsewhere.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf));
        awaitWaiting();
        desk.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND state = 'idle in transaction'");
        mayEnd.countDown();
        assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        assertThat(twin.get(10, TimeUnit.SECONDS).replayed()).isFalse();
        requireOnce();
    }

    @Test
    void every_command_with_a_key_is_one_unit_of_work_with_one_position() throws Exception {
        desk.create("tag", "{'id': 'x'}");
        desk.create("owner", "{'id': 1, 'name': 'a'}");
        List<Command> commands = List.of(
                new Command.Create("owner", Desk.json("{'id': 2, 'tags': ['x']}")),
                new Command.Patch("owner", "1", Precondition.version(1), Desk.json("{'name': 'b'}")),
                new Command.Replace("owner", "1", Precondition.version(2), Desk.json("{'name': 'c'}")),
                new Command.Link("owner", "1", "tags", Precondition.version(3), List.of(TAG), List.of()),
                new Command.Delete("owner", "2", Precondition.version(1)));
        for (int i = 0; i < commands.size(); i++) {
            long before = drawn();
            RequestKey key = key(100 + i, 1);
            Answered first = desk.states.commit(Desk.CALLER, commands.get(i), key, KeyedWriteIT::answerOf);
            Answered again = elsewhere.commit(Desk.CALLER, commands.get(i), key, KeyedWriteIT::answerOf);
            assertThat(again.replayed()).as(commands.get(i).toString()).isTrue();
            assertThat(textOf(again)).isEqualTo(textOf(first));
            assertThat(drawn() - before).as(commands.get(i).toString()).isEqualTo(1);
        }
    }

    @Test
    void old_answers_are_forgotten_in_portions_by_one_node_at_a_time() throws Exception {
        desk.states.commit(Desk.CALLER, COUNTER, key(1, 1), KeyedWriteIT::answerOf);
        desk.execute(
                "INSERT INTO statehouse.kept_answer SELECT sha256(n::text::bytea), sha256(''), now() - interval '25 hours',"
                        + " 200, '{}', '' FROM generate_series(1, " + (KeptAnswers.PORTION + 5) + ") n");
        try (Connection here = desk.dataSource.getConnection();
                Connection there = desk.dataSource.getConnection();
                Statement turn = there.createStatement()) {
            there.setAutoCommit(false);
            assertThat(desk.kept.forget(there)).isEqualTo(KeptAnswers.PORTION);
            assertThat(desk.kept.forget(here)).as("another node is at it").isZero();
            there.commit();
            turn.execute("SELECT 1");
            there.commit();
            assertThat(desk.kept.forget(here)).isEqualTo(5);
            assertThat(desk.kept.forget(here)).isZero();
        }
        assertThat(desk.tally.counts()).containsEntry("forgotten", KeptAnswers.PORTION + 5L);
        requireOnce();
    }

    @Test
    void settings_out_of_their_range_are_refused_by_name_value_and_range() {
        assertThatThrownBy(() -> new KeySettings(9, 1 << 20, 60))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("STATEHOUSE_IDEMPOTENCY_WAIT")
                .hasMessageContaining("is 9")
                .hasMessageContaining("10 to 60000");
        assertThatThrownBy(() -> new KeySettings(10, 1_023, 60))
                .hasMessageContaining("STATEHOUSE_IDEMPOTENCY_MAX_BYTES")
                .hasMessageContaining("1024 to 67108864");
        assertThatThrownBy(() -> new KeySettings(10, 1_024, 59))
                .hasMessageContaining("STATEHOUSE_IDEMPOTENCY_RETENTION")
                .hasMessageContaining("60 to 2592000");
    }

    /** A write that has done everything but its commit: it has drawn its position, and waits for the latch. */
    private CompletableFuture<Answered> begin(CountDownLatch mayEnd) throws Exception {
        CountDownLatch drawn = new CountDownLatch(1);
        CompletableFuture<Answered> write =
                CompletableFuture.supplyAsync(() -> desk.states.commit(Desk.CALLER, COUNTER, key(1, 1), written -> {
                    drawn.countDown();
                    await(mayEnd);
                    return answerOf(written);
                }));
        assertThat(drawn.await(10, TimeUnit.SECONDS)).isTrue();
        return write;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void awaitWaiting() {
        Awaitility.await()
                .until(() -> desk.count("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                                + " WHERE NOT l.granted AND a.datname = current_database()")
                        > 0);
    }
}
