package org.statehouse.guarantee;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers that do all that may happen to a log: contended single writes, units of several records, roll-backs before and
 * after the draw, savepoints, transactions that stand after their draw, entries without a row, and bulk.
 */
final class Workload {

    static final List<String> CONTENDED = List.of("hot-a", "hot-b", "hot-c");

    private static final int BULK = 30;

    private final Lab lab;
    private final Queue<Seen> committed = new ConcurrentLinkedQueue<>();
    private final Queue<List<Long>> turns = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();

    Workload(Lab lab) throws SQLException {
        this.lab = lab;
        committed.addAll(lab.createItems(CONTENDED));
    }

    /** What readers must see, and nothing else. */
    Collection<Seen> committed() {
        return committed;
    }

    /** Pairs of positions: one that was acknowledged before the transaction of the other began. */
    Collection<List<Long>> turns() {
        return turns;
    }

    /** Some transactions of one writer, one after the other. */
    void write(String writer, SplittableRandom random, int transactions) throws SQLException {
        for (int i = 0; i < transactions; i++) {
            String id = writer + "-" + i;
            switch (random.nextInt(9)) {
                case 0 -> several(random);
                case 1 -> backToSavepoint(id);
                case 2 -> logOnly(id, random.nextBoolean());
                case 3 -> bulk(id);
                case 4 -> standing(id, random.nextBoolean());
                default -> one(CONTENDED.get(random.nextInt(CONTENDED.size())));
            }
        }
    }

    /** The fast path, again and again until no other was faster. */
    void one(String id) throws SQLException {
        Optional<Seen> written = Optional.empty();
        while (written.isEmpty()) {
            long before = acknowledged.get();
            written = lab.update(Lab.FAST_UPDATE, id, lab.version(id));
            written.ifPresent(seen -> acknowledge(before, List.of(seen)));
        }
    }

    private void several(SplittableRandom random) throws SQLException {
        long before = acknowledged.get();
        try (Unit unit = lab.begin()) {
            for (String id : CONTENDED) {
                unit.update(id);
            }
            unit.append();
            if (random.nextBoolean()) {
                acknowledge(before, unit.commit());
            }
        }
    }

    private void backToSavepoint(String id) throws SQLException {
        long before = acknowledged.get();
        try (Unit unit = lab.begin()) {
            unit.create(id);
            Savepoint savepoint = unit.savepoint();
            unit.create(id + "-undone").append();
            unit.rollback(savepoint, 1);
            unit.append();
            acknowledge(before, unit.commit());
        }
    }

    private void logOnly(String id, boolean commit) throws SQLException {
        long before = acknowledged.get();
        try (Unit unit = lab.begin().logOnly("log-" + id).append()) {
            if (commit) {
                acknowledge(before, unit.commit());
            }
        }
    }

    private void bulk(String id) throws SQLException {
        long before = acknowledged.get();
        try (Unit unit = lab.begin()) {
            for (int i = 0; i < BULK; i++) {
                unit.create(id + "-" + i);
            }
            acknowledge(before, unit.append().commit());
        }
    }

    private void standing(String id, boolean commit) throws SQLException {
        long before = acknowledged.get();
        try (Unit unit = lab.begin().create(id).append()) {
            one(CONTENDED.get(0));
            if (commit) {
                acknowledge(before, unit.commit());
            }
        }
    }

    private void acknowledge(long before, List<Seen> changes) {
        committed.addAll(changes);
        long position = changes.get(0).position();
        turns.add(List.of(before, position));
        acknowledged.accumulateAndGet(position, Math::max);
    }
}
