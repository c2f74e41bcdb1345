package org.statehouse.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.statehouse.cluster.Failpoint;
import org.statehouse.testkit.Server;

/**
 * Faults at every step of a publication: the catalog in force is the old one or the new one with all its tables, nothing
 * that was begun is left, no record has lost a value, and the next publication works.
 */
class PublicationCrashIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ITEMS = 20;
    private static final String KEPT = "Models change: nobody loses data";

    /** What a client may be told of a publication that was cut off. */
    private static final Set<String> CUT_OFF = Set.of("", "database-unavailable");

    private static final List<Failpoint> STEPS = List.of(
            Failpoint.TURN_TAKEN,
            Failpoint.RULE_ANNOUNCED,
            Failpoint.PART_BUILT,
            Failpoint.PARTS_READY,
            Failpoint.TABLES_LOCKED,
            Failpoint.TABLES_CHANGED,
            Failpoint.CATALOG_WRITTEN,
            Failpoint.CATALOG_COMMITTED);

    private static final Points POINTS = new Points();
    private static final Shelf SHELF = new Shelf();
    private static final Server SERVER = Server.builder("publication-crash")
            .metadata(SHELF.folder())
            .failpoints(POINTS.folder())
            .build();
    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();
    private static final Publisher PUBLISHER = new Publisher(SERVER, SHELF, new Ledger());

    @BeforeAll
    static void start() {
        SERVER.start();
        for (int i = 0; i < ITEMS; i++) {
            create(Map.of("mark", "m" + i, "count", i, "note", "note " + i));
        }
    }

    @AfterAll
    static void stop() {
        CLIENTS.shutdownNow();
        SERVER.close();
    }

    /** Each step once; at length, every fault at each of them. */
    static Stream<Arguments> strikes() {
        if (Boolean.getBoolean("statehouse.crash.all")) {
            return STEPS.stream().flatMap(step -> Stream.of(Fault.values()).map(fault -> Arguments.of(step, fault)));
        }
        return Stream.of(
                Arguments.of(Failpoint.TURN_TAKEN, Fault.CUT),
                Arguments.of(Failpoint.RULE_ANNOUNCED, Fault.CUT),
                Arguments.of(Failpoint.PART_BUILT, Fault.KILL_SERVER),
                Arguments.of(Failpoint.PARTS_READY, Fault.KILL_DATABASE),
                Arguments.of(Failpoint.TABLES_LOCKED, Fault.CUT),
                Arguments.of(Failpoint.TABLES_CHANGED, Fault.KILL_DATABASE),
                Arguments.of(Failpoint.CATALOG_WRITTEN, Fault.KILL_SERVER),
                Arguments.of(Failpoint.CATALOG_COMMITTED, Fault.KILL_SERVER),
                Arguments.of(Failpoint.CATALOG_COMMITTED, Fault.CUT));
    }

    @ParameterizedTest
    @MethodSource("strikes")
    void a_publication_that_is_struck_at_any_step_has_taken_effect_as_a_whole_or_not_at_all(Failpoint step, Fault fault)
            throws Exception {
        PUBLISHER.first();
        SchemaShape.requireWhole(database());
        long before = SchemaShape.catalog(database());
        SHELF.later();
        POINTS.arm(step);
        Future<Told> reload = CLIENTS.submit(PUBLISHER::reload);
        POINTS.awaitReached(step);
        Nemesis nemesis = new Nemesis(SERVER);
        nemesis.strike(fault);
        POINTS.after(fault);
        if (fault == Fault.KILL_SERVER) {
            requireOneOrTheOther(step == Failpoint.CATALOG_COMMITTED, before);
        }
        nemesis.recover(fault);
        Told told = reload.get();
        if (!fault.endsServer()) {
            assertThat(told.slug()).as("%s", told).isIn(CUT_OFF);
            requireOneOrTheOther(step == Failpoint.CATALOG_COMMITTED || told.isDone(), before);
        }
        requireNothingLeft();
        assertThat(PUBLISHER.reload().isDone()).isTrue();
        assertThat(SchemaShape.catalog(database())).isEqualTo(before + 1);
        requireKept("remark");
    }

    /** The new catalog where it was committed, else the old one; with its tables, whatever stands beside them. */
    private static void requireOneOrTheOther(boolean committed, long before) throws Exception {
        long expected = committed ? before + 1 : before;
        assertThat(SchemaShape.catalog(database())).as(SchemaShape.WHOLE).isEqualTo(expected);
        if (!committed) {
            SchemaShape.requireWhole(database());
        }
    }

    /** The server puts in order by itself what a fault has left; who looks meanwhile may meet what just goes. */
    private static void requireNothingLeft() throws Exception {
        await(SchemaShape.NOTHING_PENDING)
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> {
                    SchemaShape.requireNothingPending(database());
                    SchemaShape.requireWhole(database());
                });
        create(Map.of("mark", "x" + System.nanoTime(), "count", 0));
        create(Map.of("mark", "y" + System.nanoTime(), "count", 0));
    }

    private static void requireKept(String note) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM item WHERE mark = 'm' || count AND \""
                        + note + "\" = 'note ' || count")) {
            row.next();
            assertThat(row.getInt(1)).as(KEPT).isEqualTo(ITEMS);
        }
    }

    private static void create(Map<String, Object> item) {
        Told told = await("a record is created")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> Told.by(SERVER.http().post("/api/records/item").json(item)), sent -> !sent.isOpen());
        assertThat(told.isDone()).as("%s", told.answer()).isTrue();
    }

    private static DataSource database() {
        return SERVER.dataSource();
    }
}
