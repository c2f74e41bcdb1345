package org.statehouse.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogEntry;
import org.statehouse.log.LogPage;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.FollowQuery;

/** Pages of changes for those who ask, and the wait for the next one. Who waits holds no thread. */
public final class ChangePages {

    /** Pages that a filter may leave empty before an answer says that there is more. */
    private static final int MAX_EMPTY = 20;

    /** Nobody waits for one model only. */
    private static final Integer ALL = 0;

    private final Dispatcher dispatcher;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<Integer, Set<Waiter>> waiting = new HashMap<>();

    ChangePages(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        dispatcher.add(this::passed);
        dispatcher.meter().gauge(FeedMeter.Gauge.WAITERS, count::get);
    }

    /** {@code {changes, cursor, more}}; at once, or when there is something, at the latest after so many seconds. */
    public CompletionStage<byte[]> page(EventStreams.Wanted wanted, int limit, int waitSeconds) {
        Selection selection = selection(wanted);
        if (wanted.fromNow()) {
            Cursor now = dispatcher.log().now();
            return waitSeconds == 0
                    ? CompletableFuture.completedFuture(new Page(List.of(), now, false).json())
                    : new Waiter(selection, now, limit).run(waitSeconds);
        }
        Cursor since = wanted.since() == null ? dispatcher.log().oldest() : wanted.since();
        Page page = read(selection, since, limit);
        if (waitSeconds == 0 || !page.isEmpty()) {
            return CompletableFuture.completedFuture(page.json());
        }
        return new Waiter(selection, page.cursor(), limit).run(waitSeconds);
    }

    private Selection selection(EventStreams.Wanted wanted) {
        FollowQuery query = wanted.query();
        return query == null
                ? new LogSelection(wanted.models(), dispatcher::names)
                : new RecordSelection(
                        query, dispatcher.names(), wanted.catalog().version());
    }

    /**
     * What is answered.
     *
     * @param changes told, in order
     * @param cursor goes on after everything that was looked through
     * @param more whether there is more already
     */
    private record Page(List<Told> changes, Cursor cursor, boolean more) {

        boolean isEmpty() {
            return changes.isEmpty() && !more;
        }

        byte[] json() {
            Frame frame = Frame.ofData().array("changes");
            for (Told told : changes) {
                frame.object()
                        .text("cursor", told.entry().cursor().text())
                        .members(told.members(Format.JSON))
                        .end();
            }
            return frame.endArray()
                    .text("cursor", cursor.text())
                    .flag("more", more)
                    .bytes();
        }
    }

    private Page read(Selection selection, Cursor since, int limit) {
        Optional<Set<Integer>> models = withoutEvents(selection);
        LogPage page = dispatcher.read(since, limit, models);
        List<Told> told = told(selection, page);
        for (int empty = 0; told.isEmpty() && page.more() && empty < MAX_EMPTY; empty++) {
            page = dispatcher.read(page.cursor(), limit, models);
            told = told(selection, page);
        }
        return new Page(told, page.cursor(), page.more());
    }

    private static Optional<Set<Integer>> withoutEvents(Selection selection) {
        Integer subject = selection.subject();
        return subject == null ? selection.models() : Optional.of(Set.of(subject));
    }

    /** A change may have been made under a catalog that this node does not serve yet. */
    private List<Told> told(Selection selection, LogPage page) {
        long newest = page.entries().stream().mapToLong(LogEntry::catalog).max().orElse(0);
        if (newest > dispatcher.catalogs().current().version()) {
            dispatcher.catalogs().refresh();
        }
        return Transaction.of(page.entries()).stream()
                .flatMap(transaction -> selection.tell(transaction).stream())
                .toList();
    }

    /** One who waits. */
    private final class Waiter {
        private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
        private final Selection selection;
        private final int limit;
        private final AtomicBoolean asking = new AtomicBoolean();
        private volatile Cursor since;
        private volatile boolean over;
        private volatile boolean again;

        Waiter(Selection selection, Cursor since, int limit) {
            this.selection = selection;
            this.since = since;
            this.limit = limit;
        }

        CompletionStage<byte[]> run(int seconds) {
            int most = dispatcher.settings().waiters();
            if (count.incrementAndGet() > most) {
                count.decrementAndGet();
                throw Problem.of(
                                ProblemType.BUSY,
                                "The server has as many waiting requests as it takes; try again later")
                        .exception();
            }
            register(this, true);
            ScheduledFuture<?> end = dispatcher.threads().clock().schedule(() -> ask(true), seconds, TimeUnit.SECONDS);
            CompletionStage<byte[]> done = answer.whenComplete((page, failure) -> {
                end.cancel(false);
                register(this, false);
                count.decrementAndGet();
            });
            if (dispatcher.upTo().prefix() > since.prefix()) {
                ask(false);
            }
            return done;
        }

        /** Looks again, elsewhere; the last time it answers whatever there is. */
        void ask(boolean last) {
            over |= last;
            if (asking.compareAndSet(false, true)) {
                dispatcher.run(this::look);
            } else {
                again = true;
            }
        }

        private void look() {
            try {
                do {
                    again = false;
                    Page page = read(selection, since, limit);
                    since = page.cursor();
                    if (over || !page.isEmpty()) {
                        answer.complete(page.json());
                    }
                } while (again && !answer.isDone());
            } catch (RuntimeException failure) {
                answer.completeExceptionally(failure);
            } finally {
                asking.set(false);
            }
            if (again && !answer.isDone()) {
                ask(over);
            }
        }
    }

    private void register(Waiter waiter, boolean waits) {
        Set<Integer> models = withoutEvents(waiter.selection).orElse(Set.of(ALL));
        synchronized (waiting) {
            for (Integer model : models) {
                Set<Waiter> some = waiting.computeIfAbsent(model, number -> new HashSet<>());
                boolean unused = waits ? some.add(waiter) : some.remove(waiter);
                if (some.isEmpty()) {
                    waiting.remove(model);
                }
            }
        }
    }

    private void passed(Transaction transaction) {
        Set<Waiter> concerned = new HashSet<>();
        synchronized (waiting) {
            concerned.addAll(waiting.getOrDefault(ALL, Set.of()));
            for (LogEntry entry : transaction.entries()) {
                LogEntry.RecordChange change = entry.change();
                if (change != null) {
                    concerned.addAll(waiting.getOrDefault(change.model(), Set.of()));
                }
            }
        }
        concerned.forEach(waiter -> waiter.ask(false));
    }
}
