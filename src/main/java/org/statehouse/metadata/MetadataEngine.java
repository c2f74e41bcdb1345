package org.statehouse.metadata;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.Database;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.database.StartFailure;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Keeps the catalog that serves on this node. At start it reads the files, checks them as a whole and publishes what loses
 * nothing; a published catalog goes on serving whatever the files say.
 *
 * <p>Safe for all threads: a catalog is immutable and is replaced as a whole, by newer ones only.
 */
@Singleton
@Startup
@DependsOn("DatabaseSchema")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
@LocalBean
public class MetadataEngine {

    private static final System.Logger LOG = System.getLogger(MetadataEngine.class.getName());
    private static final String SAMPLES = "metadata/";
    private static final long POLL_SECONDS = 2;

    /** The system property in which the launcher looks for what a person should know at the start. */
    private static final String WARNING = "statehouse.start.warning";

    private final @Nullable Database database;
    private final @Nullable CatalogJournal journal;
    private final @Nullable Event<CatalogPublished> published;
    private final @Nullable CatalogMeter meter;
    private final Optional<String> folder;
    private final ComposedFiles composed = new ComposedFiles();
    private volatile @Nullable Catalog catalog;

    /** Held by whoever makes the next catalog serve, so that it is read once. */
    private final Object serving = new Object();

    @Resource
    @SuppressWarnings("NullAway.Init") // the container sets it
    private ManagedScheduledExecutorService executor;

    private volatile List<String> faults = List.of();

    /** Whether something may be left of a publication that was cut off. */
    private volatile boolean cutOff;

    /** For the container's proxy. */
    protected MetadataEngine() {
        database = null;
        journal = null;
        published = null;
        meter = null;
        folder = Optional.empty();
    }

    @Inject
    public MetadataEngine(
            Database database,
            CatalogJournal journal,
            Event<CatalogPublished> published,
            CatalogMeter meter,
            @ConfigProperty(name = "statehouse.metadata") Optional<String> folder) {
        this.database = database;
        this.journal = journal;
        this.published = published;
        this.meter = meter;
        this.folder = folder;
    }

    /** The catalog that serves; immutable, to be kept for the length of a request. */
    public Catalog current() {
        Catalog current = catalog;
        if (current == null) {
            throw Problem.of(ProblemType.BUSY, "The server is starting; try again in a moment")
                    .exception();
        }
        return current;
    }

    /** Which version serves, and what is wrong with the files. */
    public MetadataStatus status() {
        return new MetadataStatus(current().version(), faults);
    }

    /** The catalog in force, read from the database when another node has published it. */
    public Catalog refresh() {
        Catalog mine = current();
        return asking(() -> {
            Publication publication = publication();
            if (publication.head() == mine.version()) {
                return mine;
            }
            synchronized (serving) {
                if (publication.head() != current().version()) {
                    publication.current().ifPresent(this::serve);
                }
                return current();
            }
        });
    }

    /** What putting the files in force would do, as they are now. Reads only; counts records. */
    public PlanReport plan() {
        return asking(() -> reloading().plan());
    }

    /**
     * Puts the files in force as they are now, on all nodes, in one transaction; or changes nothing and says why not.
     * What looks through records is done before, beside running traffic, so that it may take as long as that takes.
     *
     * @param consent to steps that lose something or make everybody wait, as the plan has them
     * @throws ProblemException {@code metadata-invalid}, {@code migration-refused}, {@code consent-required}
     */
    public Reloaded reload(Set<String> consent) {
        long begin = System.nanoTime();
        return asking(() -> {
            Publication.Outcome outcome = publish(consent);
            if (outcome.published() && meter != null) {
                meter.published(System.nanoTime() - begin, outcome.lockedNanos());
            }
            if (outcome.catalog() != null) {
                serve(outcome.catalog()); // another node may have been faster with the same files
            }
            faults = List.of();
            System.clearProperty(WARNING);
            return new Reloaded(
                    current().version(),
                    outcome.published(),
                    PlanReport.of(outcome.plan()),
                    outcome.plan().unused(consent));
        });
    }

    /** This node's requests. */
    private final class Requests implements Publication.Serving {

        @Override
        public @Nullable Catalog current() {
            return catalog;
        }

        /** Whoever learns of the new catalog before it serves here waits for it, instead of reading it once more. */
        @Override
        public void run(Catalog next, Publication.Commit commit) throws SQLException {
            synchronized (serving) {
                commit.run();
                serve(next);
            }
        }
    }

    private Publication.Outcome publish(Set<String> consent) throws SQLException {
        try {
            return reloading().publish(consent);
        } catch (SQLException failure) {
            cutOff = true;
            throw failure;
        }
    }

    private interface Call<T> {
        T run() throws SQLException;
    }

    private static <T> T asking(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException failure) {
            throw new DatabaseFailure(failure);
        }
    }

    private MetadataReload reloading() {
        return new MetadataReload(publication(), this::files, composed);
    }

    @PostConstruct
    void start() {
        try {
            MetadataStart.Result result = new MetadataStart(publication(), this::files, composed).run();
            faults = result.faults();
            faults.forEach(fault -> LOG.log(
                    System.Logger.Level.ERROR,
                    "The metadata files are not in force, the published catalog {0} goes on serving: {1}",
                    result.catalog().version(),
                    fault));
            if (!faults.isEmpty()) {
                System.setProperty(
                        WARNING,
                        "The metadata files are not in force; catalog "
                                + result.catalog().version() + ", which was published before, serves:\n"
                                + String.join("\n", faults));
            }
            serve(result.catalog());
            ScheduledFuture<?> unused =
                    executor.scheduleWithFixedDelay(this::poll, POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
        } catch (SQLException failure) {
            throw new StartFailure("The models' tables cannot be made: " + failure.getMessage(), failure);
        }
    }

    /**
     * Another node may have published: a node that nobody tells learns of it within seconds. And what this one has begun and
     * could not end must not stand in the way of writers.
     */
    private void poll() {
        try {
            refresh();
            if (cutOff) {
                publication().clear();
                cutOff = false;
            }
        } catch (RuntimeException | SQLException notNow) { // one that got out would end the polling
            LOG.log(System.Logger.Level.DEBUG, "The published catalog could not be looked up", notNow);
        }
    }

    private void serve(Catalog next) {
        synchronized (this) {
            Catalog current = catalog;
            if (current != null && current.version() >= next.version()) {
                return;
            }
            catalog = next;
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Catalog {0} serves, with {1} models",
                next.version(),
                next.models().size());
        if (meter != null) {
            meter.serves(next.version());
        }
        if (published != null) {
            published.fire(new CatalogPublished(next));
        }
    }

    private MetadataFiles files() throws IOException {
        return folder.isPresent() && !folder.get().isBlank()
                ? MetadataFiles.inFolder(Path.of(folder.get()))
                : MetadataFiles.onClassPath(MetadataEngine.class.getClassLoader(), SAMPLES);
    }

    private Publication publication() {
        if (database == null || journal == null) {
            throw new IllegalStateException("not injected");
        }
        return new Publication(database.dataSource(), journal, new Requests(), composed);
    }
}
