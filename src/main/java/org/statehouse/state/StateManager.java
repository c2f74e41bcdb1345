package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.database.SqlStates;
import org.statehouse.log.LogPositions;
import org.statehouse.log.Position;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.session.PasswordHasher;

/**
 * The only writer. A commit is checked, written and appended to the log in one transaction; when it returns, the change is
 * durable and in the log, and when it throws, nothing was written.
 */
public class StateManager {

    /** Rows that one batch may have. */
    public static final int MAX_BATCH = 500;

    private final DataSource dataSource;
    private final TransactionManager transactions;
    private final LogPositions positions;
    private final CurrentCatalog catalogs;
    private final CatalogRuns runs;
    private final IdSource ids;
    private final PasswordHasher hasher;
    private final KeptAnswers kept;
    private final RecentRows recent;
    private final GatheredWrites gathered = new GatheredWrites();
    private volatile RecordWrites writes;

    StateManager(
            DataSource dataSource,
            TransactionManager transactions,
            LogPositions positions,
            CurrentCatalog catalogs,
            CatalogRuns runs,
            InstantSource clock,
            PasswordHasher hasher,
            KeptAnswers kept,
            RecentRows recent) {
        this.dataSource = dataSource;
        this.transactions = transactions;
        this.positions = positions;
        this.catalogs = catalogs;
        this.runs = runs;
        this.ids = new IdSource(clock, new SecureRandom());
        this.hasher = hasher;
        this.kept = kept;
        this.recent = recent;
        this.writes = writesOf(catalogs.current());
    }

    /**
     * Carries out one command.
     *
     * @throws ProblemException with everything that a caller can mend
     * @throws DatabaseFailure when the database fails; then it is not known whether the change was made
     */
    public Written commit(Caller caller, Command command) {
        if (command instanceof Command.Patch patch) {
            int millis = gatheredMillis(patch);
            Written together = millis == 0
                    ? null
                    : gathered.write(caller, patch, millis, patches -> writeTogether(caller, patch, patches));
            if (together != null) {
                return together;
            }
        }
        return commitAlone(caller, command);
    }

    /** How long a write waits for others of its record; 0 when it is one that nobody may be mixed with. */
    private int gatheredMillis(Command.Patch patch) {
        Model model = catalogs.current().models().get(patch.model());
        if (model == null || model.batchedMillis() == 0) {
            return 0;
        }
        Precondition.Kind kind = patch.condition().kind();
        boolean any = kind == Precondition.Kind.ANY || (kind == Precondition.Kind.ABSENT && !model.conditionRequired());
        boolean plain = !Passwords.areIn(model, patch.body())
                && patch.body().properties().stream().noneMatch(member -> RecordWrites.isLinks(model, member.getKey()));
        return any && plain ? model.batchedMillis() : 0;
    }

    /** Nothing when each must be written by itself: what is wrong with the whole is the fault of one of them. */
    private List<GatheredWrites.Result> writeTogether(Caller caller, Command.Patch first, List<ObjectNode> patches) {
        if (patches.size() == 1) {
            return List.of();
        }
        try {
            return onCatalog(caller, first.model(), (writes, model) -> {
                Optional<PatchesTogether.Done> done =
                        writes.together().write(caller, model, first.id(), first.condition(), patches);
                return done.isPresent() ? results(done.get()) : List.of();
            });
        } catch (ProblemException ofWhichever) {
            return List.of();
        }
    }

    private List<GatheredWrites.Result> results(PatchesTogether.Done done) throws SQLException {
        Position position = done.written().position();
        Written written = new Written(done.written().record(), position == null ? null : positions.ofWrite(position));
        List<GatheredWrites.Result> results = new ArrayList<>();
        for (ProblemException refused : done.refused()) {
            results.add(new GatheredWrites.Result(refused == null ? written : null, refused));
        }
        return results;
    }

    private Written commitAlone(Caller caller, Command command) {
        Passwords passwords = new Passwords(hasher, PasswordHasher.Patience.REQUEST);
        return onCatalog(caller, command.model(), (writes, model) -> {
            Outcome outcome = carryOut(writes, caller, model, command, passwords);
            Position position = outcome.position();
            return new Written(outcome.record(), position == null ? null : positions.ofWrite(position));
        });
    }

    /**
     * Carries out one command once, however often it is sent with the key: the change and the answer are committed together,
     * and who comes again is given that answer. What failed is not kept, and is tried anew.
     *
     * @param answer what the caller is told, made in the command's own transaction: it may neither fail nor wait
     * @throws ProblemException also {@code idempotency-mismatch} and {@code in-progress}
     */
    public Answered commit(Caller caller, Command command, RequestKey key, Function<Written, Answer> answer) {
        KeyedWrite write = new KeyedWrite(kept, transactions, positions, key);
        Passwords passwords = new Passwords(hasher, PasswordHasher.Patience.REQUEST);
        try {
            return onCatalog(caller, command.model(), (writes, model) -> {
                writes.passwordsFirst().hash(model, command, passwords);
                return write.run(
                        caller,
                        writes.catalog().version(),
                        unit -> carryOut(writes.within(unit), caller, model, command, passwords),
                        (outcome, position) -> answer.apply(new Written(outcome.record(), position)));
            });
        } catch (ProblemException refused) {
            return earlier(key, refused);
        }
    }

    /** What is done in a transaction beside the records. */
    @FunctionalInterface
    public interface Task {
        /** Does it, and gives what the caller is told. It may run again after a conflict. */
        Answer run(Connection connection) throws SQLException;
    }

    /**
     * Does something once that changes no records, however often it is sent with the key: it and the answer are committed
     * together.
     *
     * @throws ProblemException also {@code idempotency-mismatch} and {@code in-progress}
     */
    public Answered once(Caller caller, RequestKey key, Task task) {
        try {
            return new KeyedWrite(kept, transactions, positions, key)
                    .run(
                            caller,
                            catalogs.current().version(),
                            unit -> task.run(unit.connection()),
                            (told, position) -> told);
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    /** What was refused may have been done by a twin meanwhile, or before the model was changed. */
    private Answered earlier(RequestKey key, ProblemException refused) {
        ProblemType type = refused.problem().type();
        if (type == ProblemType.IDEMPOTENCY_MISMATCH || type == ProblemType.IN_PROGRESS) {
            throw refused;
        }
        Answered answered = earlier(key);
        if (answered == null) {
            throw refused;
        }
        return answered;
    }

    /** What was answered to a request with the key before; null when there was none. 422 {@code idempotency-mismatch}. */
    public @Nullable Answered earlier(RequestKey key) {
        try (Connection connection = dataSource.getConnection()) {
            Answer answer = kept.find(connection, key);
            if (answer == null) {
                return null;
            }
            kept.meter().replayed();
            return new Answered(answer, true);
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    /**
     * Makes records of rows of a file, 1 to {@link #MAX_BATCH} of them, in one transaction with one position: good rows are
     * written, bad ones reported.
     *
     * @param checkpoint runs in the same transaction, before its last act
     */
    public BatchResult write(
            Caller caller, String model, BatchMode mode, List<BatchRow> rows, BatchCheckpoint checkpoint) {
        requireBatch(rows);
        BatchPasswords passwords = new BatchPasswords(hasher);
        return told(onCatalog(
                caller,
                model,
                (writes, known) -> writes.batches().write(caller, known, mode, rows, checkpoint, passwords)));
    }

    /**
     * Makes records of all rows of a file in one transaction with one position, or of none: it is taken back when a row is
     * bad, or when it is not to be kept, which shows what would be.
     *
     * @param checkpoint runs in the same transaction, before its last act, if it is kept
     */
    public BatchResult writeWhole(
            Caller caller, String model, BatchMode mode, BatchSource source, boolean keep, BatchCheckpoint checkpoint) {
        BatchSource checked = sink -> source.read(rows -> {
            requireBatch(rows);
            sink.accept(rows);
        });
        BatchPasswords passwords = new BatchPasswords(hasher);
        return told(onCatalog(
                caller,
                model,
                (writes, known) ->
                        writes.batches().writeWhole(caller, known, mode, checked, keep, checkpoint, passwords)));
    }

    private BatchResult told(BatchResult written) {
        positions.written();
        return written;
    }

    private static void requireBatch(List<BatchRow> rows) {
        if (rows.isEmpty() || rows.size() > MAX_BATCH) {
            throw new IllegalArgumentException("A batch has 1 to " + MAX_BATCH + " rows, not " + rows.size());
        }
    }

    private interface Call<T> {
        T run(RecordWrites writes, Model model) throws SQLException;
    }

    private <T> T onCatalog(Caller caller, String modelName, Call<T> call) {
        return runs.compared(caller, catalog -> {
            Model model = catalog.model(modelName);
            try {
                return call.run(of(catalog), model);
            } catch (SQLException failure) {
                throw failed(model, failure);
            }
        });
    }

    /** What the caller is told, unless nothing was written because the tables are another catalog's now. */
    private RuntimeException failed(Model model, SQLException failure) throws SQLException {
        if (SqlStates.isOfAnotherTable(failure)) {
            throw failure;
        }
        if (PendingRules.isAbout(failure)) {
            ProblemException pending = PendingRules.problemOf(dataSource, model, failure);
            return pending == null ? new StaleCatalog() : pending;
        }
        ProblemException problem = RecordRules.problemOf(model, failure);
        return problem == null ? new DatabaseFailure(failure) : problem;
    }

    private static Outcome carryOut(
            RecordWrites writes, Caller caller, Model model, Command command, Passwords passwords) throws SQLException {
        if (command instanceof Command.Create create) {
            return writes.create(caller, model, create.body(), passwords);
        } else if (command instanceof Command.Patch patch) {
            return writes.change(caller, model, patch.id(), patch.condition(), patch.body(), false, passwords);
        } else if (command instanceof Command.Replace replace) {
            return writes.change(caller, model, replace.id(), replace.condition(), replace.body(), true, passwords);
        } else if (command instanceof Command.Delete delete) {
            return writes.delete(caller, model, delete.id(), delete.condition());
        } else if (command instanceof Command.Restore restore) {
            return writes.restore(caller, model, restore.id(), restore.condition());
        } else if (command instanceof Command.RestoreVersion restore) {
            return writes.restore(caller, model, restore.id(), restore.condition(), restore.version());
        } else if (command instanceof Command.Link link) {
            return writes.link(caller, model, link);
        }
        throw new IllegalArgumentException(command.toString());
    }

    /** The statements of the catalog that a request works with; compiled when it is seen first. */
    private RecordWrites of(Catalog catalog) {
        RecordWrites known = writes;
        if (known.catalog().version() == catalog.version()) {
            return known;
        }
        RecordWrites compiled = writesOf(catalog.whole());
        writes = compiled;
        return compiled;
    }

    private RecordWrites writesOf(Catalog catalog) {
        return new RecordWrites(dataSource, transactions, ids, new RecordSql(catalog), recent);
    }
}
