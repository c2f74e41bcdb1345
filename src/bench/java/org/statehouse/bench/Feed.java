package org.statehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.statehouse.testkit.Http;

/**
 * How soon followers on WebSockets hear of a change, how many messages a second a node sends, what an idle socket takes, and
 * how fast one who was away catches up.
 */
final class Feed {

    private static final String MODEL = """
            model: note
            id: { type: integer, assigned: client }
            concurrency: optional
            fields:
              team: { type: integer, required: true }
              text: { type: text, maxLength: 200 }
            """;

    private static final int TEAMS = 100;
    private static final int WRITERS = 4;
    /** Threads of all followers: more would only take the processors from the server in turns. */
    private static final int FOLLOWER_THREADS = 2;

    private static final int USUAL_RATE = 20;
    private static final int BURST = 100;
    private static final int MISSED = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern HEAP = Pattern.compile("(?m)^memory_usedHeap_bytes\\{[^}]*} (\\S+)$");

    private final Stage stage;
    private final Settings settings;
    private final ExecutorService threads = Executors.newFixedThreadPool(FOLLOWER_THREADS);
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    private final AtomicLong written = new AtomicLong();

    private Feed(Stage stage, Settings settings) {
        this.stage = stage;
        this.settings = settings;
    }

    /**
     * What was seen.
     *
     * @param what as the row of a table says it
     * @param figures the others, in order
     */
    record Seen(String what, List<String> figures) {}

    /** Who follows, and how much happens. */
    private record Case(int followers, int changesPerSecond, boolean all) {

        String text() {
            return followers + (followers == 1 ? " follower" : " followers") + ", " + changesPerSecond + " changes/s, "
                    + (all ? "all of them for everybody" : "one in a hundred for each");
        }

        Map<String, Object> follow(int follower) {
            Map<String, Object> filter = all ? Map.of() : Map.of("team", follower % TEAMS);
            return Map.of("type", "subscribe", "id", "s", "model", "note", "filter", filter);
        }

        long messages(long changes) {
            return all ? changes * followers : changes * followers / TEAMS;
        }
    }

    /** Starts a server of its own for it. */
    static List<Seen> run(Settings settings) {
        try (Stage stage = Stage.start("bench-feed", Map.of("feed/note.yaml", MODEL), settings)) {
            Feed feed = new Feed(stage, settings);
            try {
                return feed.measure();
            } finally {
                feed.threads.shutdown();
            }
        }
    }

    private List<Seen> measure() {
        for (int team = 0; team < TEAMS; team++) {
            stage.require(
                    201,
                    stage.http()
                            .post("/api/records/note")
                            .json(Map.of("id", team, "team", team))
                            .send());
        }
        List<Seen> seen = new ArrayList<>();
        Case usual = new Case(200, USUAL_RATE, true);
        Seen warmUp = latency(usual, settings.warmUp().toSeconds());
        System.err.println("bench: warmed up: " + warmUp);
        long seconds = settings.measured().toSeconds();
        seen.add(disk(seconds));
        for (Case one :
                List.of(new Case(1, USUAL_RATE, true), usual, new Case(1_000, 5, true), new Case(1_000, 100, false))) {
            seen.add(latency(one, seconds));
        }
        seen.add(burst(new Case(1_000, 0, true)));
        seen.add(idle(1_000));
        seen.add(catchUp());
        return seen;
    }

    private Seen disk(long seconds) {
        long writes = seconds * USUAL_RATE;
        Histogram micros = Disk.writes(stage.folder(), writes, USUAL_RATE);
        return new Seen(
                "the disk alone, " + USUAL_RATE + " writes/s",
                List.of(
                        Report.whole(writes) + " pages written and synced",
                        millis(micros, 50),
                        millis(micros, 99),
                        millis(micros, 100)));
    }

    private Seen latency(Case one, long seconds) {
        Histogram latencies = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        List<Follower> followers = follow(one, latencies);
        long changes = seconds * one.changesPerSecond();
        write(changes, one.changesPerSecond());
        finish(followers, one.messages(changes), one.all());
        return new Seen(
                one.text(),
                List.of(
                        Report.whole(one.messages(changes)) + " messages",
                        millis(latencies, 50),
                        millis(latencies, 99),
                        millis(latencies, 100)));
    }

    private Seen burst(Case one) {
        List<Follower> followers = follow(one, new Histogram(TimeUnit.MINUTES.toMicros(5), 3));
        long begun = System.nanoTime();
        write(BURST, Integer.MAX_VALUE);
        long messages = one.messages(BURST);
        finish(followers, messages, true);
        double rate = messages * 1e9 / (System.nanoTime() - begun);
        return new Seen(
                BURST + " changes at once for " + one.followers() + " followers",
                List.of(Report.whole(messages) + " messages", Report.whole(rate) + " messages/s"));
    }

    private Seen idle(int sockets) {
        long before = heap();
        List<Follower> followers = follow(new Case(sockets, 0, false), new Histogram(TimeUnit.MINUTES.toMicros(5), 3));
        long each = (heap() - before) / sockets;
        followers.forEach(Follower::close);
        return new Seen(sockets + " idle sockets", List.of(Report.whole(each) + " bytes of heap each"));
    }

    /** One that has seen nothing yet of what was imported. */
    private Seen catchUp() {
        String cursor = stage.http()
                .get("/api/changes?since=now")
                .send()
                .json()
                .path("cursor")
                .asText();
        new Imports(stage).run("/api/records/note", MISSED, () -> {
            long id = TEAMS + written.incrementAndGet();
            return "{\"id\":" + id + ",\"team\":1,\"text\":\"was missed\"}";
        });
        Follower follower = new Follower(new Histogram(TimeUnit.MINUTES.toMicros(5), 3));
        long begun = System.nanoTime();
        follower.open(client, stage.port(), Map.of("type", "subscribe", "id", "s", "model", "note", "since", cursor));
        finish(List.of(follower), MISSED, true);
        double rate = MISSED * 1e9 / (System.nanoTime() - begun);
        return new Seen(Report.whole(MISSED) + " changes missed by one", List.of(Report.whole(rate) + " changes/s"));
    }

    private List<Follower> follow(Case one, Histogram latencies) {
        List<Follower> followers = new ArrayList<>();
        for (int i = 0; i < one.followers(); i++) {
            Follower follower = new Follower(latencies);
            follower.open(client, stage.port(), one.follow(i));
            followers.add(follower);
        }
        return followers;
    }

    /** Changes at an even rate; a writer that is late hurries. */
    private void write(long changes, int perSecond) {
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        AtomicLong next = new AtomicLong();
        long begun = System.nanoTime();
        for (int i = 0; i < WRITERS; i++) {
            writers.execute(() -> {
                for (long number = next.getAndIncrement(); number < changes; number = next.getAndIncrement()) {
                    LockSupport.parkNanos(begun + number * 1_000_000_000L / perSecond - System.nanoTime());
                    Http.Answer answer = stage.http()
                            .patch("/api/records/note/" + number % TEAMS)
                            .json(Map.of("text", "change " + written.incrementAndGet()))
                            .send();
                    stage.require(200, answer);
                }
            });
        }
        writers.shutdown();
        try {
            if (!writers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The changes were not written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the last message; that there is one too few or too many is no figure. */
    private static void finish(List<Follower> followers, long messages, boolean alike) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (followers.stream().mapToLong(Follower::heard).sum() < messages && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        long heard = followers.stream().mapToLong(Follower::heard).sum();
        boolean even = !alike || followers.stream().allMatch(one -> one.heard() == messages / followers.size());
        followers.forEach(Follower::close);
        if (heard != messages || !even) {
            throw new IllegalStateException(heard + " changes were heard, " + messages + " were told");
        }
    }

    private static String millis(Histogram micros, double percent) {
        synchronized (micros) {
            return String.format(Locale.ROOT, "%.1f", micros.getValueAtPercentile(percent) / 1e3);
        }
    }

    /** Bytes in use when what is not has been collected. */
    private long heap() {
        try {
            Process collected = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(stage.pid()),
                            "GC.run")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(collected.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (collected.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Matcher used = HEAP.matcher(stage.http().get("/metrics").send().text());
        if (!used.find()) {
            throw new IllegalStateException("The server does not say what its heap has");
        }
        return (long) Double.parseDouble(used.group(1));
    }
}
