package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** A database whose disk is full: what has no room is refused and said so, and all goes on when there is room. */
class FullDiskIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Enough for a segment of PostgreSQL's log, and for what a new database has. */
    private static final long SMALL = 20L << 20;

    /** Not enough for a segment: PostgreSQL does not even start. */
    private static final long NOTHING = 1L << 20;

    private static final int NOTE = 250_000;
    private static final int ENOUGH = 400;

    private final List<Deed> deeds = new ArrayList<>();

    @Test
    void what_has_no_room_is_refused_and_nothing_is_lost() throws Exception {
        try (Server server = Server.builder("full-disk")
                .metadata(new Shelf().folder())
                .build()
                .start()) {
            Disk disk = new Disk(server);
            Nemesis nemesis = new Nemesis(server);
            disk.limit(SMALL);
            nemesis.strike(Fault.KILL_DATABASE);
            nemesis.recover(Fault.KILL_DATABASE);
            Deed refused = fill(server);
            requireReads(server);
            long gaveUp = rolledBack(server);
            Told accepted = Told.by(importing(server));
            assertThat(accepted.known().status()).as("%s", accepted).isEqualTo(202);
            patiently("the import finds no room").until(() -> rolledBack(server) > gaveUp);
            disk.lift();
            nemesis.strike(Fault.KILL_DATABASE);
            nemesis.recover(Fault.KILL_DATABASE);
            Told again = Told.by(keyed(server, refused));
            assertThat(again.isDone()).as("%s", again.answer()).isTrue();
            deeds.add(refused.done(
                    again.known().json().path("id").asText(),
                    again.known().json().path("version").asLong()));
            requireAllThere(server);

            disk.limit(NOTHING);
            nemesis.strike(Fault.KILL_DATABASE);
            patiently("the database is away").until(() -> {
                Told told = Told.by(server.http().get("/api/records/item"));
                return told.slug().equals("database-unavailable");
            });
            disk.lift();
            patiently("the server serves by itself when there is room")
                    .until(() -> Told.by(server.http().get("/api/records/item")).isDone());
            requireAllThere(server);
        }
    }

    /** Writes until there is no room; gives the write that was refused. */
    private Deed fill(Server server) {
        for (int i = 0; i < ENOUGH; i++) {
            Deed deed = new Deed("m" + i, Deed.Act.CREATE, "item", "", 0, i, "", Deed.Outcome.UNKNOWN, 0);
            Told told = Told.by(keyed(server, deed));
            if (!told.isDone()) {
                requireStorageFull(told.known());
                return deed;
            }
            deeds.add(deed.done(
                    told.known().json().path("id").asText(),
                    told.known().json().path("version").asLong()));
        }
        throw new AssertionError("The disk did not become full");
    }

    private Http.Request keyed(Server server, Deed deed) {
        return server.http()
                .post("/api/records/item")
                .header("Idempotency-Key", deed.mark())
                .json(Map.of("mark", deed.mark(), "count", deed.count(), "note", note(deed.count())));
    }

    /** Rows of which not one has room. */
    private Http.Request importing(Server server) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            Deed deed = new Deed("i" + i, Deed.Act.CREATE, "item", "", 0, i, "", Deed.Outcome.DONE, 0);
            deeds.add(deed);
            rows.append("{\"mark\":\"i").append(i).append("\",\"count\":").append(i);
            rows.append(",\"note\":\"").append(note(i)).append("\"}\n");
        }
        return server.http().post("/api/records/item/import").body("application/x-ndjson", rows.toString());
    }

    /** A text that PostgreSQL cannot make smaller, the same for the same number. */
    private String note(long number) {
        byte[] bytes = new byte[NOTE / 2];
        new SplittableRandom(number).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void requireStorageFull(Http.Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(507);
        assertThat(answer.json().path("slug").asText()).isEqualTo("storage-full");
        assertThat(answer.header("Retry-After").orElse("")).matches("[1-9][0-9]*");
        assertThat(answer.text()).doesNotContain("Exception", "ERROR", "base/", "extend");
    }

    private static void requireReads(Server server) {
        for (String path : List.of("/api/records/item?limit=1", "/api/changes?limit=1", "/health/ready")) {
            Told read = Told.by(server.http().get(path));
            assertThat(read.isDone()).as("%s: %s", path, read.answer()).isTrue();
        }
    }

    private static long rolledBack(Server server) {
        String name = "statehouse_transactions_rolled_back_total";
        return server.http()
                .get("/metrics?scope=application")
                .send()
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void requireAllThere(Server server) throws Exception {
        patiently("the import ends")
                .until(() ->
                        DatabaseEvidence.read(server.dataSource()).unfinished().isEmpty());
        CrashPromises.validate(deeds, DatabaseEvidence.read(server.dataSource()));
    }

    private static ConditionFactory patiently(String what) {
        return await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
    }
}
