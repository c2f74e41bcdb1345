package org.statehouse.live;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.DatabaseFailure;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogFeed;
import org.statehouse.log.LogPage;
import org.statehouse.problem.ProblemException;

/**
 * The one reader of the log on a node. It looks when somebody says that there is something, and after a while by itself: a
 * wake-up that gets lost costs that while. What comes at once after a look waits a little, so that reading one by one what
 * others write does not take the database from them. One thread runs it.
 */
final class Tail implements Runnable {

    private static final System.Logger LOG = System.getLogger(Tail.class.getName());

    /** Changes of a page. */
    private static final int PAGE = 500;
    /** After a look it rests so many times as long as its questions took, so that they have a quarter of the time. */
    private static final int REST = 3;
    /** It never rests longer: what a slow database tells is not held back for that. */
    private static final long MAX_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** What is written but not readable yet, because an earlier position is open, is looked for again so soon. */
    private static final int NEAR_MILLIS = 2;

    private final LogFeed log;
    private final Dispatcher dispatcher;
    private final int pollMillis;
    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition woken = waiting.newCondition();
    private boolean awake;
    /** What the questions of the last look took; only the thread that looks has it. */
    private long askedNanos;

    private volatile boolean stopped;
    private volatile boolean following;
    private @Nullable Cursor at;
    private boolean failing;

    Tail(LogFeed log, Dispatcher dispatcher, LiveSettings settings) {
        this.log = log;
        this.dispatcher = dispatcher;
        this.pollMillis = settings.pollMillis();
    }

    /** It is worth looking. Never waits. */
    public void wake() {
        waiting.lock();
        try {
            awake = true;
            woken.signal();
        } finally {
            waiting.unlock();
        }
    }

    /** Whether the log is followed now. */
    public boolean isFollowing() {
        return following;
    }

    /** Ends after what is under way. */
    public void stop() {
        stopped = true;
        wake();
    }

    @Override
    public void run() {
        int pause = NEAR_MILLIS;
        while (!stopped) {
            boolean found = look();
            boolean near = following && log.isBehind();
            boolean patient = near && !found;
            pause = patient ? Math.min(pause * 2, pollMillis) : NEAR_MILLIS;
            await(near ? pause : pollMillis, Math.min(REST * askedNanos, MAX_REST_NANOS));
        }
    }

    /** Hands on everything that can be read; whether there was something. */
    private boolean look() {
        boolean found = false;
        askedNanos = 0;
        try {
            boolean more = true;
            while (more && !stopped) {
                LogPage page = read();
                for (Transaction transaction : Transaction.of(page.entries())) {
                    dispatcher.passed(transaction);
                    at = transaction.end();
                    found = true;
                }
                dispatcher.passed(page.cursor());
                at = page.cursor();
                more = page.more();
            }
            following = true;
            failing = false;
        } catch (ProblemException another) {
            LOG.log(System.Logger.Level.WARNING, "The log is not the one that was followed: " + another.getMessage());
            at = null;
        } catch (DatabaseFailure away) {
            following = false;
            say(away);
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "The log cannot be followed just now", failure);
            following = false;
        }
        return found;
    }

    private LogPage read() {
        Cursor from = from();
        long begun = System.nanoTime();
        LogPage page = log.read(from, PAGE, Optional.empty());
        askedNanos += System.nanoTime() - begun;
        return page;
    }

    private Cursor from() {
        Cursor known = at;
        if (known == null) {
            known = log.prefix();
            dispatcher.begin(known);
            at = known;
        }
        return known;
    }

    private void say(DatabaseFailure away) {
        if (!failing) {
            failing = true;
            LOG.log(System.Logger.Level.WARNING, "The log cannot be read just now; it is tried again", away);
        }
    }

    /** Waits until somebody wakes it, or for a time; and rests first, whoever wakes it. */
    private void await(long millis, long restNanos) {
        waiting.lock();
        try {
            long begun = System.nanoTime();
            long rested = begun + restNanos;
            long end = Math.max(rested, begun + TimeUnit.MILLISECONDS.toNanos(millis));
            long left = (awake ? rested : end) - begun;
            while (left > 0 && !stopped) {
                long unused = woken.awaitNanos(left);
                left = (awake ? rested : end) - System.nanoTime();
            }
            awake = false;
        } catch (InterruptedException stop) {
            stopped = true;
            Thread.currentThread().interrupt();
        } finally {
            waiting.unlock();
        }
    }
}
