package org.statehouse.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.log.LogEntry;
import org.statehouse.log.LogPage;

/** Many writers and readers at once, then every promise. {@code -Dstatehouse.test.seed=n} repeats a run's choices. */
class LogWorkloadIT {

    private static final int WRITERS = 5;
    private static final int TRANSACTIONS = 40;
    private static final int READERS = 2;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean done = new AtomicBoolean();
    private Lab lab;
    private SplittableRandom random;

    @BeforeEach
    void open() throws Exception {
        lab = Lab.open();
        long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
        System.out.println(getClass().getSimpleName() + " seed " + seed);
        random = new SplittableRandom(seed);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void every_reader_sees_every_committed_change_exactly_once_and_in_order() throws Exception {
        Workload workload = new Workload(lab);
        List<Future<Follower>> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            SplittableRandom choices = random.split();
            readers.add(threads.submit(() -> follow(choices)));
        }
        run(workload);
        for (Future<Follower> reader : readers) {
            Follower follower = reader.get();
            LogPromises.validate(workload.committed(), follower.seen());
            follower.pages().forEach(page -> LogPromises.wholeTransactions(workload.committed(), page));
        }
        workload.turns().forEach(LogPromises::realTime);
    }

    @Test
    void every_change_has_a_cursor_that_goes_on_right_after_it() throws Exception {
        Workload workload = new Workload(lab);
        run(workload);
        List<LogEntry> all = new Follower(lab.node(), null).finish().entries();
        LogPromises.validate(workload.committed(), Seen.of(all));
        Lab.Node node = lab.node();
        new Follower(node, null).finish();
        for (int i = 0; i < all.size(); i++) {
            LogPage page = Follower.read(node, all.get(i).cursor().text(), 3);
            List<LogEntry> rest = all.subList(
                    i + 1, Math.min(all.size(), i + 1 + page.entries().size()));
            assertThat(Seen.of(page.entries())).as(LogPromises.COMPLETE).isEqualTo(Seen.of(rest));
            assertThat(page.entries().isEmpty()).as(LogPromises.COMPLETE).isEqualTo(i == all.size() - 1);
        }
    }

    @Test
    void who_follows_from_a_list_misses_nothing_and_gets_nothing_twice() throws Exception {
        Workload workload = new Workload(lab);
        Future<List<LogScenarios.Listed>> lister = threads.submit(this::list);
        run(workload);
        Map<String, Long> last = new HashMap<>();
        workload.committed().stream()
                .filter(change -> !change.record().startsWith("log-"))
                .forEach(change -> last.merge(change.record(), change.version(), Math::max));
        List<LogScenarios.Listed> lists = lister.get();
        assertThat(lists).hasSizeGreaterThan(10);
        Lab.Node node = lab.node();
        for (LogScenarios.Listed list : lists) {
            Map<String, Long> known = new HashMap<>();
            list.ids().forEach(item -> known.put(item.split("@", -1)[0], Long.valueOf(item.split("@", -1)[1])));
            for (Seen change : new Follower(node, list.cursor()).finish().seen()) {
                if (!change.record().startsWith("log-")) {
                    Long before = known.put(change.record(), change.version());
                    assertThat(change.version())
                            .as(LogPromises.ONCE + ", and from a list none is missed: %s", change)
                            .isEqualTo(before == null ? 1 : before + 1);
                }
            }
            assertThat(known).as(LogPromises.COMPLETE).isEqualTo(last);
        }
    }

    @Test
    void under_contention_position_order_is_version_order() throws Exception {
        Workload workload = new Workload(lab);
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writers.add(() -> {
                for (int n = 0; n < 8; n++) {
                    workload.one(Workload.CONTENDED.get(n % 2));
                }
                return null;
            });
        }
        await(writers);
        List<Seen> seen = new Follower(lab.node(), null).finish().seen();
        LogPromises.validate(workload.committed(), seen);
        assertThat(seen).hasSize(64 + Workload.CONTENDED.size());
        workload.turns().forEach(LogPromises::realTime);
    }

    private void run(Workload workload) throws Exception {
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = "w" + i;
            SplittableRandom choices = random.split();
            writers.add(() -> {
                workload.write(name, choices, TRANSACTIONS);
                return null;
            });
        }
        await(writers);
        done.set(true);
    }

    private void await(List<Callable<Void>> writers) throws Exception {
        for (Future<Void> writer : threads.invokeAll(writers)) {
            writer.get();
        }
    }

    /** Polls while others write, now here, now on a node that knows nothing, and not always to the end of a page. */
    private Follower follow(SplittableRandom choices) throws Exception {
        Follower follower = new Follower(lab.node(), null);
        while (!done.get()) {
            switch (choices.nextInt(10)) {
                case 0 -> follower.moveTo(lab.node());
                case 1, 2 -> follower.pollPartly(1 + choices.nextInt(20), choices.nextInt(20));
                default -> follower.poll(1 + choices.nextInt(20));
            }
        }
        return follower.finish();
    }

    private List<LogScenarios.Listed> list() throws Exception {
        List<LogScenarios.Listed> lists = new ArrayList<>();
        Lab.Node node = lab.node();
        while (lists.size() < 60 && (!done.get() || lists.size() <= 10)) {
            lists.add(LogScenarios.list(lab, node, "SELECT %s, i.id || '@' || i.version FROM item i"));
        }
        return lists;
    }
}
