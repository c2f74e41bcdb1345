package org.statehouse.job;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.cluster.Failpoint;
import org.statehouse.cluster.Nodes;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.database.SqlStates;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Model;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.state.Answer;
import org.statehouse.state.Answered;
import org.statehouse.state.Caller;
import org.statehouse.state.CatalogRuns;
import org.statehouse.state.RequestKey;
import org.statehouse.state.StateManager;
import org.statehouse.state.UpsertKeys;

/**
 * Takes files and imports them, one at a time on this node. A job that a stop of the server cut off goes on at the next
 * start; one that loses the database, finds its disk full, or is held up by others, tries again until it is done.
 */
@Singleton
@Startup
@DependsOn({"MetadataEngine", "Nodes"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Jobs {

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());
    /** query_canceled, lock_not_available, deadlock_detected, serialization_failure. */
    private static final Set<String> TEMPORARY = Set.of("57014", "55P03", "40P01", "40001");

    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Attempts to read a file that the disk does not give: a minute of them. */
    private static final int MAX_READS = 30;

    private static final int ID_BYTES = 16;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    @Inject
    @SuppressWarnings("NullAway.Init") // the container sets it
    private JobStore store;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private StateManager states;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private CurrentCatalog catalogs;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private CatalogRuns runs;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private JobSettings settings;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Nodes nodes;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService executor;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Integer> unreadable = new ConcurrentHashMap<>();

    @SuppressWarnings("NullAway.Init") // set by start
    private JobQueue queue;

    @SuppressWarnings("NullAway.Init")
    private Spool spool;

    private @Nullable ScheduledFuture<?> rounds;

    /** Jobs of this node go on. Those without a file run first: they only end. */
    @PostConstruct
    void start() {
        try {
            queue = new JobQueue(executor, this::run, PAUSE);
            spool = new Spool(settings.data().resolve("imports"), settings.maxBytes());
            List<String> running = store.running(nodes.self());
            spool.keepOnly(Set.copyOf(running));
            running.stream().filter(id -> !spool.has(id)).forEach(queue::resume);
            running.stream().filter(spool::has).forEach(queue::resume);
            int period = nodes.lostAfterSeconds();
            rounds = executor.scheduleWithFixedDelay(this::endLost, period, period, TimeUnit.SECONDS);
        } catch (IOException failure) {
            throw new UncheckedIOException("Imports cannot be kept in " + settings.data(), failure);
        }
    }

    /** What runs is cut off, and goes on at the next start. */
    @PreDestroy
    void stop() {
        queue.stop();
        if (rounds != null) {
            rounds.cancel(false);
        }
    }

    /** Jobs of nodes that are gone end where they are: their files were there. A round that fails must not be the last one. */
    private void endLost() {
        try {
            for (String id : store.lost(nodes.self(), nodes.lostAfterSeconds())) {
                Job job = store.find(id);
                if (job != null) {
                    store.end(id, Job.Status.FAILED, noFile(job));
                }
            }
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "Imports of nodes that are gone cannot be ended just now", failure);
        }
    }

    private static String noFile(Job job) {
        return "The file is no longer in the server's data folder: rows after line " + job.lastLine()
                + " are not written; send them again";
    }

    /**
     * Takes a file: when it returns, file and job are durable.
     *
     * @param key gives the key that the file came with, once its bytes are read; a file that comes again is let go
     * @param answer what the caller is told of the job
     */
    public Answered accept(
            Caller caller,
            String model,
            ImportFormat format,
            ImportOptions options,
            InputStream body,
            Supplier<@Nullable RequestKey> key,
            Function<Job, Answer> answer) {
        Model known = runs.model(caller, model);
        String by = options.mode().by();
        if (by != null) {
            UpsertKeys.require(known, by);
        }
        if (!queue.reserve(settings.maxQueued())) {
            throw Problem.of(ProblemType.BUSY, settings.maxQueued() + " imports are waiting; try again later")
                    .exception();
        }
        String id = freshId();
        boolean added = false;
        try {
            spool.keep(id, body);
            Failpoint.FILE_KEPT.reach();
            Job job = new Job(
                    id, model, format, options, nodes.self(), caller.actor().name(), caller.request());
            Answered answered = keep(caller, job, key.get(), answer);
            added = !answered.replayed();
            return answered;
        } catch (DatabaseFailure unknown) {
            // The job may be there: it is looked for, and goes on if it is.
            added = true;
            throw unknown;
        } finally {
            if (added) {
                queue.add(id);
            } else {
                spool.delete(id);
                queue.release();
            }
        }
    }

    private Answered keep(Caller caller, Job job, @Nullable RequestKey key, Function<Job, Answer> answer) {
        if (key == null) {
            store.add(job);
            return new Answered(answer.apply(job), false);
        }
        return states.once(caller, key, connection -> {
            store.add(connection, job);
            return answer.apply(job);
        });
    }

    /** The job with this id, or 404. */
    public Job job(String id) {
        Job job = ID.matcher(id).matches() ? store.find(id) : null;
        if (job == null) {
            throw Problem.of(ProblemType.UNKNOWN_JOB, "There is no such job; ids are those of the answers to imports")
                    .exception();
        }
        return job;
    }

    /** Its errors after one of them, in the order of the lines. */
    public List<JobStore.JobError> errors(String id, long after, int limit) {
        return store.errors(id, after, limit);
    }

    /** True when the job has ended, false when it should be tried again: database lost or busy, overtaken, server stopping. */
    private boolean run(String id) {
        try {
            Job job = store.find(id);
            if (job == null) {
                spool.delete(id);
            } else if (job.status() == Job.Status.RUNNING) {
                end(id, work(job));
            }
            return true;
        } catch (JobStore.MovedOn elsewhere) {
            return false;
        } catch (RuntimeException failure) {
            if (queue.isStopping() || isTemporary(failure)) {
                return false;
            }
            throw failure;
        }
    }

    /** Imports the file; null when it was read to its end, else why the job has failed. */
    private @Nullable String work(Job job) {
        if (!spool.has(job.id())) {
            return noFile(job);
        }
        try {
            Model model = catalogs.current().model(job.model());
            return new ImportRun(job, states, store, spool, model).run(settings.maxAtomicRows());
        } catch (JobStore.MovedOn elsewhere) {
            throw elsewhere;
        } catch (IOException failure) {
            return unreadable(job.id(), failure);
        } catch (RuntimeException failure) {
            if (queue.isStopping() || isTemporary(failure)) {
                throw failure;
            }
            return failure instanceof ProblemException known ? known.problem().detail() : failed(job, failure);
        }
    }

    /** A disk may recover; one that does not must not keep the job for ever. */
    private String unreadable(String id, IOException failure) {
        if (unreadable.merge(id, 1, Integer::sum) < MAX_READS) {
            throw new UncheckedIOException("The file of import " + id + " cannot be read just now", failure);
        }
        LOG.log(System.Logger.Level.ERROR, "The file of import " + id + " cannot be read", failure);
        return "The server cannot read the file from its disk: rows after the job's line are not written; send them"
                + " again";
    }

    private static String failed(Job job, Exception failure) {
        LOG.log(System.Logger.Level.ERROR, "Import " + job.id() + " failed", failure);
        return "The server has failed; its log says more under the job's id";
    }

    private void end(String id, @Nullable String failure) {
        Failpoint.FILE_READ.reach();
        store.end(id, failure == null ? Job.Status.DONE : Job.Status.FAILED, failure);
        unreadable.remove(id);
        spool.delete(id);
    }

    /** Nothing is wrong with the file: the database is away or full, or others held the records for too long. */
    private static boolean isTemporary(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean busy = cause instanceof ProblemException known
                    && known.problem().type() != ProblemType.INTERNAL
                    && known.problem().type().retry() == ProblemType.Retry.LATER;
            boolean lost = cause instanceof SQLException sql
                    && (SqlStates.isConnectionLost(sql)
                            || SqlStates.isStorageFull(sql)
                            || TEMPORARY.contains(String.valueOf(sql.getSQLState())));
            if (busy || lost) {
                return true;
            }
        }
        return false;
    }

    private String freshId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
