package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.statehouse.json.Json;
import org.statehouse.log.EventLog;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Negotiation;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.metadata.PublishedFiles;
import org.statehouse.metadata.UncountedCatalogs;
import org.statehouse.session.Actor;
import org.statehouse.session.PasswordHasher;
import org.statehouse.testkit.Pool;
import org.statehouse.testkit.PostgresServer;

/** A StateManager over a database of its own, with models that a test can count on. */
final class Desk {

    static final Caller CALLER = new Caller(new Actor("tester"), "test");

    static final PasswordHasher HASHER = new PasswordHasher(2, new SecureRandom());

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final Map<String, String> FILES = Map.of(
            "desk/counter.yaml", """
            model: counter
            fields:
              total: { type: integer, required: true, default: 0 }
              note: { type: text }
            """,
            "desk/owner.yaml", """
            model: owner
            id: { type: integer, assigned: client }
            fields:
              name: { type: text, unique: true }
            relationships:
              tags: { kind: manyToMany, model: tag, onDelete: cascade }
            """,
            "desk/tag.yaml", """
            model: tag
            id: { type: string, assigned: client }
            fields:
              label: { type: text }
            """,
            "desk/branch.yaml", """
            model: branch
            id: { type: integer, assigned: client }
            fields:
              owner: { type: reference, model: owner, onDelete: cascade }
            """,
            "desk/place.yaml", """
            model: place
            softDelete: true
            fields:
              name: { type: text, unique: true }
            """,
            "desk/slot.yaml", """
            model: slot
            id: { type: string, assigned: client }
            softDelete: true
            fields:
              place: { type: reference, model: place, onDelete: restrict }
            """,
            "desk/stall.yaml", """
            model: stall
            softDelete: true
            fields:
              place: { type: reference, model: place, onDelete: restrict }
              site: { type: reference, model: place, onDelete: cascade }
            """,
            "desk/thing.yaml", """
            model: thing
            fields:
              owner: { type: reference, model: owner, required: true, onDelete: cascade }
              heir: { type: reference, model: owner, onDelete: setNull }
              part: { type: reference, model: thing, onDelete: cascade }
            """);

    /** Statements that were prepared so far. */
    final AtomicLong prepared = new AtomicLong();

    final DataSource dataSource;
    final PublishedFiles catalogs;
    final CatalogRuns runs;
    final Tally tally = new Tally();
    final KeptAnswers kept;
    final RecentRows recent = new RecentRows(1 << 20);
    final TransactionManager transactions;
    final StateManager states;

    Desk() throws Exception {
        this(FILES);
    }

    /** With models of its own. */
    Desk(Map<String, String> files) throws Exception {
        this(files, new TransactionSettings(10_000, 120_000));
    }

    /** With a timeout of its own. */
    Desk(TransactionSettings settings) throws Exception {
        this(FILES, settings);
    }

    private Desk(Map<String, String> files, TransactionSettings settings) throws Exception {
        dataSource = Pool.over(PostgresServer.shared().newDatabase("desk" + NUMBER.incrementAndGet()), prepared);
        catalogs = new PublishedFiles(dataSource, files);
        runs = new CatalogRuns(catalogs, new Negotiation(new PastCatalogs(dataSource)), new UncountedCatalogs());
        LogPositions positions = new LogPositions(dataSource, LogStatements.STANDARD);
        transactions = new TransactionManager(dataSource, new EventLog(), settings, tally);
        kept = new KeptAnswers(new KeySettings(5_000, 1 << 20, 86_400), tally);
        states = new StateManager(
                dataSource, transactions, positions, catalogs, runs, Clock.systemUTC(), HASHER, kept, recent);
    }

    /** The same models and one field more: another catalog. */
    static Map<String, String> moreFiles() {
        Map<String, String> files = new LinkedHashMap<>(FILES);
        files.computeIfPresent("desk/tag.yaml", (path, text) -> text + "  colour: { type: text }\n");
        return files;
    }

    /** The same models, a field of one of which has another name. */
    static Map<String, String> renamedFiles() {
        Map<String, String> files = new LinkedHashMap<>(FILES);
        files.computeIfPresent(
                "desk/tag.yaml",
                (path, text) -> text.replace("label: { type: text }", "title: { type: text, renamedFrom: [label] }"));
        return files;
    }

    Catalog catalog() {
        return catalogs.current();
    }

    Model model(String name) {
        return catalog().model(name);
    }

    RecordRow create(String model, String json) {
        return row(states.commit(CALLER, new Command.Create(model, json(json))));
    }

    RecordRow patch(String model, Object id, Precondition condition, String json) {
        return row(states.commit(CALLER, new Command.Patch(model, id.toString(), condition, json(json))));
    }

    void delete(String model, Object id, Precondition condition) {
        states.commit(CALLER, new Command.Delete(model, id.toString(), condition));
    }

    static RecordRow row(Written written) {
        return Objects.requireNonNull(written.record());
    }

    static ObjectNode json(String text) {
        return Json.parseObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Puts rows numbered from 1 into a table, without the log; the columns are all but the system's. */
    void fill(String model, int rows, String columns, String values) throws Exception {
        execute("INSERT INTO " + model + " (\"version\", \"createdAt\", \"createdBy\", \"updatedAt\", \"updatedBy\", "
                + columns + ") SELECT 1, now(), 't', now(), 't', " + values + " FROM generate_series(1, " + rows
                + ") n");
    }

    /** The first column of a query, as text. */
    List<String> ask(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(String.valueOf(rows.getString(1)));
            }
            return answers;
        }
    }

    long count(String sql) throws Exception {
        return Long.parseLong(ask(sql).get(0));
    }

    /** Runs the same work on several threads that begin together; gives what they returned, and fails if one failed. */
    static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(executor.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }
}
