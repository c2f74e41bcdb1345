package org.statehouse.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogEntry;
import org.statehouse.log.LogPage;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * What one client follows on one line. It is catching up, and then reads the log by itself as fast as its client takes it, or
 * it is live, and then the dispatcher tells it. It changes from the one to the other under the dispatcher's lock, so that
 * nothing falls in between and nothing is told twice.
 */
final class Subscription {

    /** Changes of a page, and of a message. */
    static final int PART = 500;

    private static final int RETRY_MILLIS = 500;

    private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

    private final String id;
    private final Receiver receiver;
    private final Selection selection;
    private final Pace pace;
    private final Dispatcher dispatcher;
    private @Nullable Opening opening;
    private boolean toldLive;
    private long checked;
    private volatile @Nullable Cursor has;
    private volatile boolean ended;
    private volatile boolean live;

    /** What is done before the log is followed: it finds the cursor from which on. */
    @FunctionalInterface
    interface Opening {
        /** Begins; the cursor goes to {@link Subscription#begin}, at once or later. */
        void open(Subscription subscription);
    }

    Subscription(String id, Receiver receiver, Selection selection, Pace pace, Dispatcher dispatcher, Opening opening) {
        this.id = id;
        this.pace = pace;
        this.receiver = receiver;
        this.selection = selection;
        this.dispatcher = dispatcher;
        this.opening = opening;
    }

    String id() {
        return id;
    }

    Receiver receiver() {
        return receiver;
    }

    Selection selection() {
        return selection;
    }

    Pace pace() {
        return pace;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether everything that a cursor contains was told, and it contains everything that was told. */
    boolean isAt(Cursor cursor) {
        Cursor now = has;
        return live && now != null && now.upper() <= cursor.prefix();
    }

    /** Whether it has all of a transaction: told, or in its snapshot, or before it began. */
    boolean has(Transaction transaction) {
        List<LogEntry> entries = transaction.entries();
        return known().contains(entries.get(entries.size() - 1));
    }

    /** At which beginning of the log the database has agreed to the cursor. */
    long checked() {
        return checked;
    }

    /** Begins, elsewhere. */
    void start() {
        dispatcher.run(this::work);
    }

    /**
     * Follows the log from a cursor on.
     *
     * @param live whether the client has everything that the cursor contains, so that it is live there
     */
    void begin(Cursor cursor, boolean live) {
        has = cursor;
        checked = dispatcher.beginning();
        opening = null;
        if (live) {
            toldLive = true;
            receiver.live(this, cursor);
        }
        start();
    }

    /** Tells nothing more. */
    void end() {
        boolean unused = ends();
    }

    private boolean ends() {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
        }
        dispatcher.leave(this);
        return true;
    }

    void resync(Resync resync) {
        if (ends()) {
            receiver.resync(this, resync);
        }
    }

    void fail(Problem problem) {
        if (ends()) {
            receiver.failed(this, problem);
        }
    }

    /** Does something of it that may fail. */
    void attempt(Runnable part) {
        try {
            part.run();
        } catch (ProblemException refused) {
            Problem problem = refused.problem();
            if (problem.type() == ProblemType.RESYNC) {
                resync(Resync.of(problem));
            } else {
                fail(problem);
            }
        } catch (DatabaseFailure away) {
            dispatcher.runLater(this::work, RETRY_MILLIS);
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "A subscription has failed", failure);
            fail(Problem.of(ProblemType.INTERNAL, "The server has failed; subscribe again"));
        }
    }

    private void work() {
        if (ended) {
            return;
        }
        attempt(() -> {
            Opening first = opening;
            if (first == null) {
                catchUp();
            } else {
                first.open(this);
            }
        });
    }

    private void catchUp() {
        while (!ended) {
            if (!receiver.hasRoom()) {
                receiver.whenRoom(this::start);
                return;
            }
            Cursor from = known();
            if (!dispatcher.isNear(from)) {
                resync(Resync.of(Resync.Reason.SLOW));
                return;
            }
            List<Transaction> missing = dispatcher.join(this, from);
            if (missing == null) {
                long beginning = dispatcher.beginning();
                LogPage page = dispatcher.read(from, PART, selection.models());
                checked = beginning;
                if (tellAll(Transaction.of(page.entries()))) {
                    has = page.cursor();
                }
            } else if (missing.isEmpty()) {
                return;
            } else if (tellAll(missing) && pace.waits()) {
                dispatcher.runLater(this::work, pace.everyMillis());
                return;
            }
        }
    }

    private boolean tellAll(List<Transaction> transactions) {
        if (pace.gathers()) {
            return tellGathered(transactions);
        }
        for (Transaction transaction : transactions) {
            if (!receiver.hasRoom() || !tell(transaction, null)) {
                return false;
            }
        }
        return true;
    }

    /** Tells what can be told of them together; whether that was all. */
    private boolean tellGathered(List<Transaction> transactions) {
        Cursor before = known();
        Cursor after = before;
        List<LogEntry> entries = new ArrayList<>();
        Iterator<Transaction> rest = transactions.iterator();
        while (rest.hasNext() && entries.size() < PART) {
            Transaction next = rest.next();
            if (dispatcher.changesModel(next, this)) {
                tellGathered(before, after, selection.gather(entries));
                return tell(next, null);
            }
            next.entries().stream().filter(entry -> !before.contains(entry)).forEach(entries::add);
            after = after.with(next.end());
        }
        tellGathered(before, after, selection.gather(entries));
        return !ended && !rest.hasNext();
    }

    private void tellGathered(Cursor before, Cursor after, List<Told> told) {
        for (int from = 0; from < told.size(); from += PART) {
            int to = Math.min(told.size(), from + PART);
            Part part = Part.gathered(before, after, told.subList(from, to), from == 0, to == told.size());
            synchronized (this) {
                if (ended) {
                    return;
                }
                receiver.changes(this, part);
            }
        }
        has = after;
    }

    /** Whether a transaction has something that is to be told and was not told yet. */
    boolean lacks(Transaction transaction) {
        return dispatcher.changesModel(transaction, this)
                || !missing(selection.tell(transaction)).isEmpty();
    }

    /**
     * Tells a transaction that comes next.
     *
     * @param shared what all are told who follow the same, null when it is not known
     * @return false when there was no room for all of it, or when the subscription has ended with it
     */
    boolean tell(Transaction transaction, @Nullable List<Told> shared) {
        if (ended || dispatcher.isChangedBy(transaction, this)) {
            return false;
        }
        List<Told> missing = missing(shared == null ? selection.tell(transaction) : shared);
        for (int from = 0; from < missing.size(); from += PART) {
            if (from > 0 && !receiver.hasRoom()) {
                return false;
            }
            List<Told> part = missing.subList(from, Math.min(missing.size(), from + PART));
            Cursor before = known();
            boolean last = from + PART >= missing.size();
            synchronized (this) {
                if (ended) {
                    return false;
                }
                receiver.changes(this, Part.of(before, part, last));
            }
            has = before.told(part.get(part.size() - 1).entry());
        }
        has = known().with(transaction.end());
        return !ended;
    }

    /** Goes on by itself, from what it has, when there is room and its time has come. */
    void fallBehind(Cursor before) {
        live = false;
        has = known().with(before);
        if (pace.waits()) {
            dispatcher.runLater(this::work, pace.everyMillis());
        } else {
            receiver.whenRoom(this::start);
        }
    }

    /** Is live now: told by the dispatcher under its lock. */
    void joined(Cursor upTo) {
        live = true;
        if (!toldLive) {
            toldLive = true;
            receiver.live(this, known().with(upTo));
        }
    }

    private List<Told> missing(List<Told> told) {
        Cursor now = known();
        if (told.isEmpty() || !now.contains(told.get(0).entry())) {
            return told;
        }
        List<Told> missing = new ArrayList<>();
        for (Told one : told) {
            LogEntry entry = one.entry();
            if (!now.contains(entry)) {
                missing.add(one);
            }
        }
        return missing;
    }

    private Cursor known() {
        Cursor now = has;
        if (now == null) {
            throw new IllegalStateException("The subscription has not begun");
        }
        return now;
    }
}
