package org.statehouse.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.statehouse.log.CatalogEntries;
import org.statehouse.log.ChangeNames;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogEntry;
import org.statehouse.log.LogFeed;
import org.statehouse.log.LogPage;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogDifference;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * Hands each transaction of the log to those whom it concerns, whole and in order. The cost of a change does not depend on
 * how many it does not concern.
 *
 * <p>One lock guards the last transactions, who is live, and the place that everybody who is live has reached. While it is
 * held nothing waits: messages go into outboxes.
 */
final class Dispatcher {

    private final LogFeed log;
    private final CurrentCatalog catalogs;
    private final PastCatalogs past;
    private final LiveSettings settings;
    private final LiveThreads threads;
    private final FeedMeter meter;
    private final Audiences audiences = new Audiences();
    private final Set<Receiver> receivers = new LinkedHashSet<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Map<Long, CatalogDifference> differences = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private @Nullable Ring ring;
    private volatile long beginnings;
    private volatile @Nullable Named named;

    /** The names of a catalog. */
    private record Named(Catalog catalog, ChangeNames names) {}

    /** Who hears of transactions without being told what they are. */
    @FunctionalInterface
    interface Watcher {
        void passed(Transaction transaction);
    }

    Dispatcher(
            LogFeed log,
            CurrentCatalog catalogs,
            PastCatalogs past,
            LiveSettings settings,
            LiveThreads threads,
            FeedMeter meter) {
        this.log = log;
        this.catalogs = catalogs;
        this.past = past;
        this.settings = settings;
        this.threads = threads;
        this.meter = meter;
    }

    /** The log is followed from here on; who followed another one begins anew. */
    void begin(Cursor at) {
        synchronized (lock) {
            for (Audience audience : audiences.all()) {
                audience.all().forEach(one -> one.resync(Resync.of(Resync.Reason.EPOCH)));
            }
            beginnings = beginnings + 1;
            ring = new Ring(at, settings.ringEntries(), settings.ringBytes());
        }
    }

    /** The next transaction of the log. */
    void passed(Transaction transaction) {
        CatalogDifference difference = difference(transaction);
        if (difference != null && difference.version() > catalogs.current().version()) {
            Catalog unused = catalogs.refresh();
        }
        synchronized (lock) {
            Ring last = known();
            Cursor before = last.upTo();
            if (difference != null) {
                receivers.forEach(each -> each.catalog(difference));
                for (Audience audience : audiences.all()) {
                    for (Subscription one : audience.all()) {
                        boolean unused = isChangedBy(transaction, one);
                    }
                }
            }
            for (Audience audience : audiences.concernedBy(transaction)) {
                tell(audience, transaction, before);
            }
            last.add(transaction);
        }
        meter.passed(transaction.entries().size());
        watchers.forEach(watcher -> watcher.passed(transaction));
    }

    /** Everything up to a cursor has been handed out. */
    void passed(Cursor cursor) {
        synchronized (lock) {
            known().passed(cursor);
        }
    }

    private void tell(Audience audience, Transaction transaction, Cursor before) {
        List<Told> told = audience.selection().tell(transaction);
        if (told.isEmpty()) {
            return;
        }
        for (Subscription one : audience.all()) {
            boolean fits = told.size() <= Subscription.PART && one.receiver().hasRoom();
            if (fits && !one.pace().waits()) {
                boolean unused = one.tell(transaction, told);
                meter.told(told.size());
            } else {
                audiences.leave(one);
                if (!fits) {
                    meter.fellBehind();
                }
                one.fallBehind(before);
            }
        }
    }

    /**
     * Makes a subscription live that has everything, or almost: what it lacks is told first.
     *
     * @return nothing when it is live or has ended; what it lacks when that is much; null when it is no longer kept here
     */
    @Nullable
    List<Transaction> join(Subscription subscription, Cursor has) {
        synchronized (lock) {
            Ring last = known();
            List<Transaction> missing = subscription.checked() == beginnings ? last.after(has) : null;
            if (missing == null) {
                return null;
            }
            int changes = missing.stream().mapToInt(one -> one.entries().size()).sum();
            if (changes > Subscription.PART) {
                return missing;
            }
            for (Transaction transaction : missing) {
                if (subscription.pace().gathers() && subscription.lacks(transaction)) {
                    return missing;
                }
                if (!subscription.tell(transaction, null)) {
                    return subscription.hasEnded() ? List.of() : missing;
                }
            }
            if (!subscription.hasEnded()) {
                audiences.join(subscription);
                subscription.joined(last.upTo());
            }
            return List.of();
        }
    }

    void leave(Subscription subscription) {
        synchronized (lock) {
            audiences.leave(subscription);
        }
    }

    /** Tells a receiver of catalogs from now on. */
    void add(Receiver receiver) {
        synchronized (lock) {
            receivers.add(receiver);
        }
    }

    void remove(Receiver receiver) {
        synchronized (lock) {
            receivers.remove(receiver);
        }
    }

    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Does something at a place that nobody leaves meanwhile; it must be quick. */
    void here(Consumer<Cursor> what) {
        synchronized (lock) {
            what.accept(known().upTo());
        }
    }

    /** Everything that this node has handed out. */
    Cursor upTo() {
        synchronized (lock) {
            return known().upTo();
        }
    }

    LogPage read(@Nullable Cursor since, int limit, Optional<Set<Integer>> models) {
        return log.read(since, limit, models);
    }

    LogFeed log() {
        return log;
    }

    LiveSettings settings() {
        return settings;
    }

    LiveThreads threads() {
        return threads;
    }

    FeedMeter meter() {
        return meter;
    }

    CurrentCatalog catalogs() {
        return catalogs;
    }

    void run(Runnable task) {
        threads.readers().execute(task);
    }

    void runLater(Runnable task, long millis) {
        ScheduledFuture<?> unused = threads.clock().schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
    }

    /** Whether a cursor is not further behind than it may be. */
    boolean isNear(Cursor has) {
        return upTo().prefix() - has.prefix() <= settings.maxBehind();
    }

    /** Counts how often the log had to be followed from another place than where it was left. */
    long beginning() {
        return beginnings;
    }

    /** Whether a transaction publishes another form of the model that is followed; then the subscription has ended. */
    boolean isChangedBy(Transaction transaction, Subscription subscription) {
        boolean changed = changesModel(transaction, subscription);
        if (changed) {
            subscription.resync(Resync.of(Resync.Reason.CATALOG));
        }
        return changed;
    }

    /** Whether a transaction that a subscription does not have yet publishes another form of the model that it follows. */
    boolean changesModel(Transaction transaction, Subscription subscription) {
        CatalogDifference difference = difference(transaction);
        return difference != null && isOf(difference, subscription.selection()) && !subscription.has(transaction);
    }

    private static boolean isOf(CatalogDifference difference, Selection selection) {
        Integer subject = selection.subject();
        return subject != null && difference.models().containsKey(subject);
    }

    private @Nullable CatalogDifference difference(Transaction transaction) {
        for (LogEntry entry : transaction.entries()) {
            if (CatalogEntries.PUBLISHED.equals(entry.type())) {
                return differences.computeIfAbsent(entry.catalog(), version -> CatalogDifference.of(past, version));
            }
        }
        return null;
    }

    /** The names of the catalog in force; changes of a newer one than is served here make it be served. */
    ChangeNames names() {
        Catalog catalog = catalogs.current();
        Named known = named;
        if (known == null || known.catalog().version() != catalog.version()) {
            known = new Named(catalog, new ChangeNames(catalog));
            named = known;
        }
        return known.names();
    }

    private Ring known() {
        Ring now = ring;
        if (now == null) {
            throw Problem.of(ProblemType.BUSY, "The server is only just starting; try again in a moment")
                    .exception();
        }
        return now;
    }
}
