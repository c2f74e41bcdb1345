package org.statehouse.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/**
 * Writes without end: records of its own, and some that all clients change. Most requests have a key and are sent until their
 * outcome is known; the others are sent once, and a record of which that is not known is not touched again.
 */
final class Client implements Callable<@Nullable Void> {

    /** Records that everybody changes. */
    static final int SHARED = 8;

    /** Other sides of links. */
    static final int TAGS = 6;

    private static final int OWN = 6;
    private static final int IDS = 1_000_000;
    /** Who gets no answer waits until the server is there again, or so long: what starts needs the processors. */
    private static final int AWAY_MILLIS = 20_000;

    private final Server server;
    private final Ledger ledger;
    private final int number;
    private final int patience;
    private final SplittableRandom random;
    private final List<Own> own = new ArrayList<>();
    private int written;

    /** A record that only this client changes. */
    private static final class Own {
        private final String model;
        private final String id;
        private final Set<String> tags = new LinkedHashSet<>();
        private long version;
        private long count;
        private boolean live = true;

        Own(String model, String id, long version) {
            this.model = model;
            this.id = id;
            this.version = version;
        }

        String path() {
            return "/api/records/" + model + "/" + id;
        }
    }

    /** @param clients how many there are: the more, the longer each waits before it tries again, so that a start has room */
    Client(Server server, Ledger ledger, int number, int clients, SplittableRandom random) {
        this.server = server;
        this.ledger = ledger;
        this.number = number;
        this.patience = Math.max(1, clients / 100);
        this.random = random;
    }

    /** What all clients share, written by one of them. */
    void prepare() {
        for (int i = 0; i < SHARED; i++) {
            create("slot", Integer.toString(i), true);
        }
        for (int i = 0; i < TAGS; i++) {
            create("tag", "t" + i, true);
        }
        own.clear();
    }

    @Override
    public @Nullable Void call() {
        while (!ledger.isOver()) {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4 -> create("item", "", keyed());
                case 5, 6 -> create("slot", Integer.toString((number + 1) * IDS + written), keyed());
                case 7, 8, 9, 10, 11 -> changeShared(random.nextInt(SHARED));
                case 12, 13, 14 -> withOwn("", this::change);
                case 15, 16 -> withOwn("slot", this::deleteOrMakeAgain);
                case 17, 18 -> withOwn("slot", this::linkOrUnlink);
                default -> importSome(1 + random.nextInt(30));
            }
        }
        return null;
    }

    private boolean keyed() {
        return random.nextInt(10) < 7;
    }

    private String mark() {
        return "c" + number + "-" + written++;
    }

    private interface Deal {
        void with(Own record, boolean keyed);
    }

    private void withOwn(String model, Deal deal) {
        List<Own> some = own.stream().filter(one -> one.model.startsWith(model)).toList();
        if (some.isEmpty()) {
            create("slot", Integer.toString((number + 1) * IDS + written), keyed());
        } else {
            deal.with(some.get(random.nextInt(some.size())), keyed());
        }
    }

    private void create(String model, String id, boolean keyed) {
        Deed deed = deed(Deed.Act.CREATE, model, id, 0, 0, "");
        Map<String, Object> body = body(deed);
        if (!id.isEmpty()) {
            body.put("id", model.equals("slot") ? (Object) Long.valueOf(id) : id);
        }
        Deed done = write(
                deed, keyed, () -> server.http().post("/api/records/" + model).json(body));
        if (done.outcome() == Deed.Outcome.DONE) {
            own.add(new Own(model, done.id(), done.version()));
            if (own.size() > OWN) {
                own.remove(0);
            }
        }
    }

    private void changeShared(int id) {
        String path = "/api/records/slot/" + id;
        Told told = Told.by(server.http().get(path));
        if (!told.isDone()) {
            rest(told);
            return;
        }
        JsonNode record = told.known().json();
        Deed deed = deed(
                Deed.Act.CHANGE,
                "slot",
                Integer.toString(id),
                record.path("version").asLong(),
                record.path("count").asLong() + 1,
                "");
        write(
                deed,
                keyed(),
                () -> server.http().patch(path).ifMatch(deed.base()).json(body(deed)));
    }

    private void change(Own record, boolean keyed) {
        if (!record.live) {
            deleteOrMakeAgain(record, keyed);
            return;
        }
        Deed deed = deed(Deed.Act.CHANGE, record.model, record.id, record.version, record.count + 1, "");
        Deed done = write(
                deed,
                keyed,
                () -> server.http().patch(record.path()).ifMatch(deed.base()).json(body(deed)));
        settle(record, done);
        record.count++;
    }

    private void deleteOrMakeAgain(Own record, boolean keyed) {
        if (record.live) {
            Deed deed = deed(Deed.Act.DELETE, record.model, record.id, record.version, 0, "");
            Deed done =
                    write(deed, keyed, () -> server.http().delete(record.path()).ifMatch(deed.base()));
            settle(record, done);
            record.live = false;
            record.tags.clear();
        } else {
            Deed deed = deed(Deed.Act.CREATE, record.model, record.id, record.version, 0, "");
            Map<String, Object> body = body(deed);
            body.put("id", Long.valueOf(record.id));
            Deed done = write(
                    deed,
                    keyed,
                    () -> server.http().post("/api/records/" + record.model).json(body));
            settle(record, done);
            record.live = true;
            record.count = 0;
        }
    }

    private void linkOrUnlink(Own record, boolean keyed) {
        if (!record.live) {
            deleteOrMakeAgain(record, keyed);
            return;
        }
        String tag = "t" + random.nextInt(TAGS);
        String path = record.path() + "/tags/" + tag;
        boolean there = record.tags.contains(tag);
        Deed.Act act = there ? Deed.Act.UNLINK : Deed.Act.LINK;
        Deed deed = deed(act, record.model, record.id, record.version, record.count, tag);
        Deed done = write(
                deed,
                keyed,
                () -> (there ? server.http().delete(path) : server.http().put(path)).ifMatch(deed.base()));
        settle(record, done);
        if (there) {
            record.tags.remove(tag);
        } else {
            record.tags.add(tag);
        }
    }

    /** A record whose state is not known is left alone from now on. */
    private void settle(Own record, Deed done) {
        if (done.outcome() == Deed.Outcome.DONE) {
            record.version++;
        } else {
            own.remove(record);
        }
    }

    private void importSome(int rows) {
        List<Deed> deeds = IntStream.range(0, rows)
                .mapToObj(row -> deed(Deed.Act.CREATE, "item", "", 0, row, ""))
                .toList();
        String file = deeds.stream()
                .map(row -> "{\"mark\":\"" + row.mark() + "\",\"count\":" + row.count() + "}")
                .collect(Collectors.joining("\n"));
        String key = deeds.get(0).mark();
        long begun = System.nanoTime();
        Told told = settled(
                true,
                () -> server.http()
                        .post("/api/records/item/import")
                        .header("Idempotency-Key", key)
                        .body("application/x-ndjson", file));
        deeds.forEach(row -> ledger.add(row.with(told.outcome()), begun));
    }

    private Deed deed(Deed.Act act, String model, String id, long base, long count, String other) {
        return new Deed(mark(), act, model, id, base, count, other, Deed.Outcome.UNKNOWN, 0);
    }

    private static Map<String, Object> body(Deed deed) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mark", deed.mark());
        body.put("count", deed.count());
        return body;
    }

    private Deed write(Deed deed, boolean keyed, Supplier<Http.Request> request) {
        long begun = System.nanoTime();
        Told told = settled(keyed, () -> keyed ? request.get().header("Idempotency-Key", deed.mark()) : request.get());
        Deed known = deed.with(told.outcome());
        if (told.isDone()) {
            JsonNode record = told.known().json();
            String id = record.path("id").asText(deed.id());
            known = deed.done(id, record.path("version").asLong());
        }
        ledger.add(known, begun);
        return known;
    }

    /** Sends it once, or until its outcome is known. */
    private Told settled(boolean keyed, Supplier<Http.Request> request) {
        Told told = Told.by(request.get());
        boolean sent = told.sent();
        while (told.isOpen() && (keyed || !sent)) {
            rest(told);
            ledger.repeat();
            told = Told.by(request.get());
            sent |= told.sent();
        }
        if (told.isOpen()) {
            rest(told);
        }
        return told;
    }

    private void rest(Told told) {
        if (told.isInternal()) {
            ledger.failure(told.known().toString());
        }
        long millis = told.answer() == null ? AWAY_MILLIS : (20L + random.nextInt(200)) * patience;
        ledger.pause(millis);
    }
}
