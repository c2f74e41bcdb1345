package org.statehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One {@code POST /api/metadata/reload} while a load goes on before, during and after it, and what the load felt. */
final class Reload implements Load.Watcher {

    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final Duration AFTER = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Stage stage;
    private final Histogram usual = new Histogram(3);
    private volatile long begun;
    private volatile long ended;
    private volatile @Nullable String fault;
    private long last;
    private long longest;
    private long gap;

    Reload(Stage stage) {
        this.stage = stage;
    }

    /**
     * What was seen.
     *
     * @param millis that the reload took
     * @param longestMillis of a request that was under way at any moment of it
     * @param gapMillis during it in which no request of any connection was answered
     * @param usualMillis within which 99 of 100 requests were answered before it
     * @param answers of the whole time
     * @param failed answers that were not the expected ones
     */
    record Seen(
            String what,
            double millis,
            double longestMillis,
            double gapMillis,
            double usualMillis,
            long answers,
            long failed,
            String failure) {}

    /** Runs the load, and the reload in the middle of it. */
    Seen run(String what, Load load) {
        ExecutorService operator = Executors.newSingleThreadExecutor();
        try {
            Future<?> done = operator.submit(this::reload);
            Window window =
                    load.run(() -> fault == null && (ended == 0 || System.nanoTime() < ended + AFTER.toNanos()), this);
            done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (fault != null) {
                throw new IllegalStateException(what + ": " + fault);
            }
            return new Seen(
                    what,
                    (ended - begun) / 1e6,
                    longest / 1e6,
                    gap / 1e6,
                    usual.getValueAtPercentile(99) / 1e6,
                    window.answers(),
                    window.failed(),
                    window.failures().isEmpty() ? "" : window.failures().get(0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(what, e);
        } finally {
            operator.shutdownNow();
        }
    }

    @Override
    public void answered(Session session, long sentNanos, long doneNanos) {
        long from = begun;
        long to = ended;
        if (from == 0) {
            usual.recordValue(doneNanos - sentNanos);
        } else if (to == 0 || sentNanos < to) {
            longest = Math.max(longest, doneNanos - sentNanos);
            gap = Math.max(gap, doneNanos - last);
        }
        last = doneNanos;
    }

    private void reload() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + stage.port() + "/api/metadata/reload"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        LockSupport.parkNanos(BEFORE.toNanos());
        long from = System.nanoTime();
        begun = from;
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode body = new ObjectMapper().readTree(answer.body());
            if (answer.statusCode() != 200 || !body.path("published").asBoolean()) {
                fault = answer.statusCode() + " " + answer.body();
            }
            ended = System.nanoTime();
        } catch (IOException | InterruptedException e) {
            fault = e.toString();
        }
    }
}
