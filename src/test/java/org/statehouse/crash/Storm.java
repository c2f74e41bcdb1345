package org.statehouse.crash;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.statehouse.cluster.Failpoint;
import org.statehouse.testkit.Server;

/** Clients, a publisher and a nemesis at once. Its choices follow from the seed. */
final class Storm {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration AIM = Duration.ofSeconds(2);
    /** Acknowledged writes between two faults at most: more clients are to meet as many faults, not fewer. */
    private static final int CALM = 200;

    private final Server server;
    private final Points points;
    private final Shelf shelf;
    private final int clients;
    private final SplittableRandom random;
    private final Ledger ledger = new Ledger();
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private int aimed;
    private long slowestMillis;

    Storm(Server server, Points points, Shelf shelf, int clients, long seed) {
        this.server = server;
        this.points = points;
        this.shelf = shelf;
        this.clients = clients;
        this.random = new SplittableRandom(seed);
    }

    Ledger ledger() {
        return ledger;
    }

    /** Every fault in turn, each while everybody writes; returns when all is quiet. */
    Figures rage(List<Fault> faults) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients + 1);
        Publisher publisher = new Publisher(server, shelf, ledger);
        try {
            new Client(server, ledger, -1, clients, random.split()).prepare();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(new Client(server, ledger, i, clients, random.split())));
            }
            all.add(threads.submit(publisher));
            for (Fault fault : faults) {
                writeFor(all, 1 + random.nextInt(CALM));
                if (random.nextInt(4) == 0) {
                    changeModels(all, publisher);
                }
                strike(fault);
            }
            writeFor(all, clients);
            changeModels(all, publisher);
            ledger.end();
            for (Future<?> one : all) {
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            ledger.end();
            threads.shutdownNow();
        }
        publisher.first();
        settle();
        return new Figures(struck, aimed, clients, slowestMillis, publisher.published(), ledger);
    }

    /** Until so many more writes are acknowledged. */
    private void writeFor(List<Future<?>> all, int writes) throws Exception {
        long enough = ledger.acknowledged() + writes;
        await("clients write", all, () -> ledger.acknowledged() >= enough);
    }

    /** Until other models are in force, under everybody who writes. */
    private static void changeModels(List<Future<?>> all, Publisher publisher) throws Exception {
        int before = publisher.published();
        await("models change", all, () -> publisher.published() > before);
    }

    private static void await(String what, List<Future<?>> all, Callable<Boolean> enough) throws Exception {
        patiently(what).until(() -> enough.call() || all.stream().anyMatch(Future::isDone));
        for (Future<?> one : all) {
            if (one.isDone()) {
                one.get();
            }
        }
    }

    /** At any moment, or when somebody has come to a step that is drawn. */
    private void strike(Fault fault) throws SQLException {
        if (random.nextInt(3) == 0) {
            Failpoint[] all = Failpoint.values();
            Failpoint point = all[random.nextInt(all.length)];
            points.arm(point);
            long end = System.nanoTime() + AIM.toNanos();
            patiently("somebody comes there").until(() -> points.isReached(point) || System.nanoTime() > end);
            aimed += points.isReached(point) ? 1 : 0;
        }
        long begun = System.nanoTime();
        Nemesis nemesis = new Nemesis(server);
        nemesis.strike(fault);
        points.after(fault);
        nemesis.recover(fault);
        ledger.wake();
        patiently("writes are acknowledged again").until(() -> ledger.latest() > begun);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        slowestMillis = Math.max(slowestMillis, millis);
        struck.merge(fault, 1, Integer::sum);
        System.out.printf(
                "CrashStormIT %d. %s: %d writes acknowledged, again after %d ms%n",
                struck.values().stream().mapToInt(Integer::intValue).sum(), fault, ledger.acknowledged(), millis);
    }

    /** Until every import has ended. */
    private void settle() {
        patiently("imports end")
                .until(() -> DatabaseEvidence.read(server.dataSource()).unfinished().stream()
                        .noneMatch(one -> one.contains(" running ")));
    }

    private static ConditionFactory patiently(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }
}
