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
 * wake-up that gets lost costs that while. One thread runs it.
 */
final class Tail implements Runnable {

    private static final System.Logger LOG = System.getLogger(Tail.class.getName());

    /** Changes of a page. */
    private static final int PAGE = 500;
    /** What is written but not readable yet, because an earlier position is open, is looked for again so soon. */
    private static final int NEAR_MILLIS = 2;

    private final LogFeed log;
    private final Dispatcher dispatcher;
    private final int pollMillis;
    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition woken = waiting.newCondition();
    private boolean awake;
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
            await(near ? pause : pollMillis);
        }
    }

    /** Hands on everything that can be read; whether there was something. */
    private boolean look() {
        boolean found = false;
        try {
            boolean more = true;
            while (more && !stopped) {
                LogPage page = log.read(from(), PAGE, Optional.empty());
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

    private void await(long millis) {
        waiting.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!awake && left > 0) {
                left = woken.awaitNanos(left);
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
