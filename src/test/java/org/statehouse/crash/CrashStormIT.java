package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/**
 * Everybody writes, models change, and servers and databases die at any moment. {@code mvn verify -Pcrash} does so at length;
 * {@code -Dstatehouse.test.seed=n} repeats a run's choices.
 */
class CrashStormIT {

    private static final int KILLS = Integer.getInteger("statehouse.crash.kills", 3);
    private static final int CLIENTS = Integer.getInteger("statehouse.crash.clients", 100);

    @Test
    void nothing_is_lost_doubled_or_seen_that_was_not_done() throws Exception {
        long seed = Long.getLong("statehouse.test.seed", System.nanoTime());
        System.out.println("CrashStormIT seed " + seed);
        Points points = new Points();
        Shelf shelf = new Shelf();
        try (Server server = Server.builder("storm")
                .metadata(shelf.folder())
                .failpoints(points.folder())
                .build()
                .start()) {
            Storm storm = new Storm(server, points, shelf, CLIENTS, seed);
            Figures figures = storm.rage(faults(new SplittableRandom(seed)));
            Evidence evidence = DatabaseEvidence.read(server.dataSource());
            List<CrashPromises.Broken> broken =
                    CrashPromises.broken(storm.ledger().deeds(), evidence);
            System.out.println("CrashStormIT\n" + figures.text(broken));
            CrashPromises.validate(storm.ledger().deeds(), evidence);
            SchemaShape.requireNothingPending(server.dataSource());
            SchemaShape.requireWhole(server.dataSource());
            assertThat(storm.ledger().failures())
                    .as("a crash is answered as such, never as a failure that has no name")
                    .isEmpty();
            assertThat(figures.kills()).isEqualTo(KILLS);
        }
    }

    /** Kills of each kind, and a freeze and a cut for every five of them, in an order that is drawn. */
    private static List<Fault> faults(SplittableRandom random) {
        List<Fault> all = new ArrayList<>();
        List<Fault> kills = List.of(Fault.KILL_SERVER, Fault.KILL_DATABASE, Fault.KILL_DATABASE, Fault.KILL_BOTH);
        for (int kill = 0; kill < KILLS; kill++) {
            all.add(kills.get(kill % kills.size()));
            if (kill % 5 == 0) {
                all.add(Fault.CUT);
                all.add(Fault.FREEZE);
            }
        }
        for (int last = all.size() - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            Fault moved = all.set(last, all.get(other));
            all.set(other, moved);
        }
        return all;
    }
}
