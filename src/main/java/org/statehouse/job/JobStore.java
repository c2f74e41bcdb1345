package org.statehouse.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.Database;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.problem.Violation;
import org.statehouse.state.BatchResult;
import org.statehouse.state.BatchRow;

/** Jobs and their errors in the database. */
@ApplicationScoped
public class JobStore {

    private static final String ADD = """
            INSERT INTO statehouse.job (id, version, model, format, node, status, processed, written, failed, last_line,
                actor, request, upsert, upsert_by, dry_run, atomic, ignored)
              VALUES (?, 1, ?, ?, ?, 'running', 0, 0, 0, 0, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String RAISE = """
            UPDATE statehouse.job SET version = version + 1, processed = processed + ?, written = written + ?,
              updated = updated + ?, unchanged = unchanged + ?, failed = failed + ?, last_line = ?
             WHERE id = ? AND status = 'running' AND last_line = ?
            """;
    private static final String END = """
            UPDATE statehouse.job SET version = version + 1, status = ?, message = ?,
              total = CASE WHEN ? THEN processed END
             WHERE id = ?
            """;
    private static final String REPORT =
            "INSERT INTO statehouse.job_error (job, line, field, rule, message) VALUES (?, ?, ?, ?, ?)";
    private static final String ERRORS = "SELECT ordinal, line, field, rule, message FROM statehouse.job_error"
            + " WHERE job = ? AND ordinal > ? ORDER BY ordinal LIMIT ?";

    private static final String RUNNING =
            "SELECT id FROM statehouse.job WHERE status = 'running' AND node = ? ORDER BY id";
    private static final String LOST = """
            SELECT j.id FROM statehouse.job j LEFT JOIN statehouse.node n ON n.id = j.node
             WHERE j.status = 'running' AND j.node <> ?
               AND (n.id IS NULL OR n.seen < clock_timestamp() - make_interval(secs => ?)) ORDER BY j.id
            """;

    private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

    @PersistenceContext(unitName = "statehouse")
    @SuppressWarnings("NullAway.Init") // the container sets it
    private EntityManager entities;

    private final Database database;

    @jakarta.inject.Inject
    public JobStore(Database database) {
        this.database = database;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway.Init")
    protected JobStore() {
        this(new Database());
    }

    /** One broken rule of one line; {@code ordinal} is its place in the job's list. */
    public record JobError(
            long ordinal, long line, @Nullable String field, String rule, String message) {}

    @Transactional
    void add(Job job) {
        entities.persist(job);
    }

    /** The same within a transaction that is under way. */
    void add(Connection connection, Job job) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setString(1, job.id());
            add.setString(2, job.model());
            add.setString(3, job.format().word());
            add.setString(4, job.node());
            add.setString(5, job.actor());
            add.setString(6, job.request());
            add.setBoolean(7, job.options().mode().upsert());
            add.setString(8, job.options().mode().by());
            add.setBoolean(9, job.options().dryRun());
            add.setBoolean(10, job.options().atomic());
            add.setString(11, job.options().ignoredText());
            add.executeUpdate();
        }
    }

    /** Null if there is none. */
    @Transactional
    public @Nullable Job find(String id) {
        return entities.find(Job.class, id);
    }

    /** Ids of jobs that a node has not ended. */
    List<String> running(String node) {
        return ids(RUNNING, select -> select.setString(1, node));
    }

    /** Ids of jobs that other nodes have not ended which have said nothing for so many seconds. */
    List<String> lost(String self, int seconds) {
        return ids(LOST, select -> {
            select.setString(1, self);
            select.setInt(2, seconds);
        });
    }

    private interface Binding {
        void set(PreparedStatement select) throws SQLException;
    }

    private List<String> ids(String query, Binding parameters) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(query)) {
            parameters.set(select);
            try (ResultSet rows = select.executeQuery()) {
                List<String> ids = new ArrayList<>();
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
                return ids;
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    @Transactional
    void end(String id, Job.Status how, @Nullable String why) {
        Job job = entities.find(Job.class, id);
        if (job != null && job.status() == Job.Status.RUNNING) {
            job.end(how, why);
        }
    }

    /** A job that is not where its runner believes: an earlier attempt was committed after all, or it has ended. */
    static final class MovedOn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MovedOn(String id) {
            super("The import " + id + " has moved on");
        }
    }

    /** How far one batch brings a job: from the line at which the last one ended to the line at which this one does. */
    record Progress(long fromLine, long toLine, int written, int updated, int unchanged, List<BatchRow.Fault> faults) {

        static Progress of(long fromLine, long toLine, BatchResult result) {
            return new Progress(fromLine, toLine, result.good(), result.updated(), result.unchanged(), result.faults());
        }
    }

    /** Raises the figures of a job and ends it, in a transaction of its own. */
    void end(String id, Progress progress, @Nullable String why) {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement end = connection.prepareStatement(END)) {
                raise(connection, id, progress);
                Job.Status how = why == null ? Job.Status.DONE : Job.Status.FAILED;
                end.setString(1, how.word());
                end.setString(2, storable(why));
                end.setBoolean(3, why == null);
                end.setString(4, id);
                end.executeUpdate();
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    /**
     * Raises a job's figures within the transaction that writes the batch.
     *
     * @throws MovedOn when the batch must not be written
     */
    static void raise(Connection connection, String id, Progress progress) throws SQLException {
        List<BatchRow.Fault> faults = progress.faults();
        try (PreparedStatement raise = connection.prepareStatement(RAISE)) {
            raise.setInt(1, progress.written() + faults.size());
            raise.setInt(2, progress.written());
            raise.setInt(3, progress.updated());
            raise.setInt(4, progress.unchanged());
            raise.setInt(5, faults.size());
            raise.setLong(6, progress.toLine());
            raise.setString(7, id);
            raise.setLong(8, progress.fromLine());
            if (raise.executeUpdate() != 1) {
                throw new MovedOn(id);
            }
        }
        if (faults.isEmpty()) {
            return;
        }
        try (PreparedStatement report = connection.prepareStatement(REPORT)) {
            for (BatchRow.Fault fault : faults) {
                for (Violation violation : fault.violations()) {
                    report.setString(1, id);
                    report.setLong(2, fault.line());
                    report.setString(3, storable(violation.field()));
                    report.setString(4, violation.rule());
                    report.setString(5, storable(violation.message()));
                    report.addBatch();
                }
            }
            report.executeBatch();
        }
    }

    /** A text that may quote the file: PostgreSQL keeps neither NUL nor half a surrogate pair. */
    private static @Nullable String storable(@Nullable String text) {
        return text == null ? null : UNSTORABLE.matcher(text).replaceAll("\uFFFD");
    }

    /** Errors after one of them, in the order of their lines. */
    public List<JobError> errors(String id, long after, int limit) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(ERRORS)) {
            select.setString(1, id);
            select.setLong(2, after);
            select.setInt(3, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<JobError> errors = new ArrayList<>();
                while (rows.next()) {
                    errors.add(new JobError(
                            rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getString(4), rows.getString(5)));
                }
                return errors;
            }
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }
}
