package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.log.LogFeed;
import org.statehouse.log.LogPage;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogReader;
import org.statehouse.log.LogStatements;
import org.statehouse.metadata.Negotiation;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.metadata.PublishedFiles;
import org.statehouse.metadata.UncountedCatalogs;
import org.statehouse.state.CatalogRuns;
import org.statehouse.state.RecentRows;
import org.statehouse.state.RecordReads;
import org.statehouse.testkit.PostgresServer;

/** What a socket hears of catalogs around its first message, when everything that can be done at once is. */
class GreetingIT {

    private static final LiveSettings SETTINGS =
            new LiveSettings(50, 100, 1 << 20, 10, 10, 10, 10, 1 << 16, 100, 100, 2, 1 << 20, 1000, 25_000, 30_000);
    private static final String TOWN = "model: town\nfields:\n  name: { type: text }\n";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final DataSource database = PostgresServer.shared().newDatabase("greeting" + DATABASES.incrementAndGet());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<JsonNode> told = new ArrayList<>();
    private PublishedFiles catalogs;
    private PastCatalogs past;
    private LogPositions positions;
    private LogFeed log;
    private Dispatcher dispatcher;

    @BeforeEach
    void publish() throws Exception {
        catalogs = new PublishedFiles(database, Map.of("small/town.yaml", TOWN));
        past = new PastCatalogs(database);
        positions = new LogPositions(database, LogStatements.STANDARD);
        log = new LogFeed(new LogReader(database, LogStatements.STANDARD, positions), positions);
        LiveThreads threads = new LiveThreads(new AtOnce(), new AtOnce(), clock);
        dispatcher = new Dispatcher(log, catalogs, past, SETTINGS, threads, new NoMeter());
        dispatcher.begin(log.prefix());
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    @Test
    void who_was_built_for_an_older_catalog_hears_what_has_changed_however_soon_that_is_known() throws Exception {
        long before = catalogs.current().version();
        long now = change();
        LiveSocket socket = connect();

        say(socket, "{\"type\":\"hello\",\"catalog\":" + before + "}");

        assertThat(told).hasSize(2);
        assertThat(told.get(0).path("type").asText()).isEqualTo("ready");
        assertThat(told.get(0).path("catalog").asLong()).isEqualTo(now);
        assertThat(told.get(1).path("type").asText()).isEqualTo("catalog");
        assertThat(told.get(1).path("version").asLong()).isEqualTo(now);
        assertThat(told.get(1).path("models")).hasToString("[\"town\"]");
    }

    @Test
    void a_catalog_that_the_greeting_named_is_not_told_once_more_and_the_next_one_is() throws Exception {
        change();
        LiveSocket socket = connect();
        say(socket, "{\"type\":\"hello\"}");
        assertThat(told).hasSize(1);

        follow();
        assertThat(told).as("what the greeting named").hasSize(1);

        catalogs.publishElsewhere(Map.of("small/town.yaml", TOWN));
        follow();
        assertThat(told).hasSize(2);
        assertThat(told.get(1).path("version").asLong())
                .isEqualTo(told.get(0).path("catalog").asLong() + 1);
    }

    /** Another form of the model, published and served; the dispatcher has not heard of it. */
    private long change() throws Exception {
        catalogs.publishElsewhere(Map.of("small/town.yaml", TOWN + "  size: { type: integer }\n"));
        return catalogs.refresh().version();
    }

    /** Hands on what the log has. */
    private void follow() {
        LogPage page = log.read(dispatcher.upTo(), 100, Optional.empty());
        Transaction.of(page.entries()).forEach(dispatcher::passed);
    }

    private LiveSocket connect() {
        Outbox outbox = new Outbox(new Wire(), new AtOnce(), System::nanoTime, SETTINGS.outboxBytes());
        SocketRequests requests = new SocketRequests(
                dispatcher,
                new Snapshots(
                        new RecordReads(
                                database,
                                positions,
                                new CatalogRuns(catalogs, new Negotiation(past), new UncountedCatalogs()),
                                new RecentRows(0)),
                        dispatcher),
                new SocketCalls(new AtOnce()),
                past);
        Handshake handshake = new Handshake(1, "session");
        LiveSocket socket =
                new LiveSocket(handshake, Format.JSON, new Wire(), outbox, requests, SETTINGS, System::nanoTime);
        dispatcher.add(socket);
        return socket;
    }

    private static void say(LiveSocket socket, String message) {
        socket.received(message.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes everything at once. */
    private final class Wire implements SocketLine {
        @Override
        public void send(byte[] message, Outbox.Sent sent) {
            told.add(Format.JSON.read(message));
            sent.done(null);
        }

        @Override
        public void broken() {}

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}
    }

    /** Does what it is given before it returns. */
    private static final class AtOnce extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
