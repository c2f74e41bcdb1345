package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.statehouse.cluster.Failpoint;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * Faults at every step of a write: a write is held at each of them at once, then server, database or their connections are
 * struck. What was committed before is there, what was not is not, and who comes again with his key has it done once.
 */
class WriteCrashIT {

    /** Two batches. */
    private static final int ROWS = 600;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Steps after which the write stands, whatever happens. */
    private static final Set<Failpoint> COMMITTED = Set.of(Failpoint.RECORD_COMMITTED, Failpoint.UNIT_COMMITTED);

    /** What a client may be told of a write that was cut off. */
    private static final Set<String> CUT_OFF = Set.of("", "database-unavailable", "transaction-timeout");

    private static final Points POINTS = new Points();
    private static final Shelf SHELF = new Shelf();
    private static final Server SERVER = Server.builder("write-crash")
            .metadata(SHELF.folder())
            .failpoints(POINTS.folder())
            .build();
    private static final List<Deed> DEEDS = new ArrayList<>();
    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();
    private static long nextId;

    private final Map<Failpoint, Held> held = new LinkedHashMap<>();

    /** A write that somebody waits for. */
    private record Held(Request request, Future<Told> first) {}

    @BeforeAll
    static void start() {
        SERVER.start();
        write(Request.createTag(SERVER, "tag", "t"));
    }

    @AfterAll
    static void stop() {
        CLIENTS.shutdownNow();
        SERVER.close();
    }

    /** Every fault, and with each another step of an import, which are done one at a time; at length, all of them. */
    static Stream<Arguments> faults() {
        List<Failpoint> steps = List.of(Failpoint.BATCH_COMMITTED, Failpoint.BATCH_WRITTEN, Failpoint.FILE_READ);
        if (Boolean.getBoolean("statehouse.crash.all")) {
            return Stream.of(Fault.values()).flatMap(fault -> steps.stream().map(step -> Arguments.of(fault, step)));
        }
        return Stream.of(
                Arguments.of(Fault.KILL_SERVER, Failpoint.BATCH_COMMITTED),
                Arguments.of(Fault.KILL_DATABASE, Failpoint.BATCH_WRITTEN),
                Arguments.of(Fault.CUT, Failpoint.FILE_READ),
                Arguments.of(Fault.FREEZE, Failpoint.BATCH_WRITTEN));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_write_that_is_struck_at_any_step_is_done_once_or_not_at_all(Fault fault, Failpoint importStep)
            throws Exception {
        holdOneAtEachStep(fault + "-" + importStep.file(), importStep);
        Nemesis nemesis = new Nemesis(SERVER);
        nemesis.strike(fault);
        POINTS.after(fault);
        nemesis.recover(fault);
        List<String> wrong = new ArrayList<>();
        for (Held one : held.values()) {
            one.first().get();
        }
        Evidence before = evidence();
        for (Map.Entry<Failpoint, Held> one : held.entrySet()) {
            wrong.addAll(wrong(fault, one.getKey(), one.getValue(), before));
        }
        for (Held one : held.values()) {
            comeAgain(one);
        }
        assertThat(wrong).as("before anybody came again").isEmpty();
        await("imports end")
                .atMost(PATIENCE)
                .until(() -> evidence().unfinished().isEmpty());
        CrashPromises.validate(DEEDS, evidence());
    }

    /** Steps outside of transactions first: PostgreSQL ends those that stand for long. */
    private void holdOneAtEachStep(String name, Failpoint importStep) {
        long id = nextId;
        nextId += 10;
        for (long slot = id; slot < id + 4; slot++) {
            write(Request.createSlot(SERVER, name + "-slot-" + slot, slot));
        }
        hold(importStep, Request.importItems(SERVER, name + "-import", ROWS));
        hold(Failpoint.FILE_KEPT, Request.importItems(SERVER, name + "-file", 3));
        hold(Failpoint.RECORD_CHECKED, Request.createItem(SERVER, name + "-checked", false));
        hold(Failpoint.RECORD_COMMITTED, Request.createItem(SERVER, name + "-committed", false));
        hold(Failpoint.UNIT_COMMITTED, Request.changeSlot(SERVER, name + "-changed", id));
        hold(Failpoint.UNIT_BEGUN, Request.createItem(SERVER, name + "-begun", true));
        hold(Failpoint.KEY_CLAIMED, Request.createItem(SERVER, name + "-claimed", true));
        hold(Failpoint.RECORDS_LOCKED, Request.changeSlot(SERVER, name + "-locked", id + 1));
        hold(Failpoint.UNIT_WRITTEN, Request.createSlot(SERVER, name + "-written", id + 4));
        hold(Failpoint.UNIT_APPENDED, Request.deleteSlot(SERVER, name + "-deleted", id + 2));
        hold(Failpoint.ANSWER_KEPT, Request.linkSlot(SERVER, name + "-linked", id + 3, "t"));
    }

    private void hold(Failpoint point, Request request) {
        POINTS.arm(point);
        Future<Told> first = CLIENTS.submit(request::send);
        POINTS.awaitReached(point);
        held.put(point, new Held(request, first));
    }

    /** What is not as it should be before anybody comes again. */
    private static List<String> wrong(Fault fault, Failpoint point, Held one, Evidence before) throws Exception {
        List<String> wrong = new ArrayList<>();
        Told first = one.first().get();
        if (!fault.endsServer() && !CUT_OFF.contains(first.slug())) {
            wrong.add(fault + " at " + point + " was answered with " + first);
        }
        boolean mayGoOn = fault == Fault.FREEZE && point == Failpoint.RECORD_CHECKED;
        if (mayGoOn || one.request().deeds().size() > 1) {
            return wrong;
        }
        boolean there = CrashPromises.broken(
                        one.request().deeds().stream()
                                .map(deed -> deed.with(Deed.Outcome.DONE))
                                .toList(),
                        before)
                .stream()
                .noneMatch(broken -> broken.promise().equals(CrashPromises.DURABLE));
        if (there != COMMITTED.contains(point)) {
            wrong.add(fault + " at " + point + ": the write is " + (there ? "there" : "not there"));
        }
        return wrong;
    }

    private static void comeAgain(Held one) throws Exception {
        if (!one.request().keyed()) {
            DEEDS.addAll(one.request().known(one.first().get()));
            return;
        }
        Http.Answer answer = write(one.request());
        Http.Answer again = one.request().send().known();
        assertThat(again.header("Idempotent-Replayed")).as("%s", again).hasValue("true");
        assertThat(again.text()).isEqualTo(answer.text());
        assertThat(again.header("Statehouse-Position")).isEqualTo(answer.header("Statehouse-Position"));
    }

    /** Sends it until it is done. */
    private static Http.Answer write(Request request) {
        Told told = await("the write is answered")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(request::send, sent -> !sent.isOpen());
        assertThat(told.isDone()).as("%s", told.answer()).isTrue();
        DEEDS.addAll(request.known(told));
        return told.known();
    }

    private static Evidence evidence() throws Exception {
        return DatabaseEvidence.read(SERVER.dataSource());
    }
}
