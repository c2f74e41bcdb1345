package org.statehouse.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.session.Actor;

/**
 * Patches of one record that come within the interval of its model, {@code writes: batched}. The first waits for the others
 * and writes for all of them; each is answered when that is durable.
 */
final class GatheredWrites {

    /** Patches that are written as one; one more begins another group. */
    private static final int MOST = 1_000;

    private final Map<Key, Group> open = new HashMap<>();

    /** Only writes of one actor, who was built for one catalog, are one change. */
    private record Key(
            String model,
            String id,
            Precondition condition,
            Actor actor,
            @Nullable Long catalog) {}

    /** Writes several patches as one, and says of each what became of it. */
    @FunctionalInterface
    interface Together {
        /** Empty when each is to be written by itself. */
        List<Result> write(List<ObjectNode> patches);
    }

    /** What a patch has done, or why it did nothing. */
    record Result(@Nullable Written written, @Nullable ProblemException refused) {

        Written get() {
            if (refused != null) {
                throw refused;
            }
            if (written == null) {
                throw new IllegalStateException("Neither written nor refused");
            }
            return written;
        }
    }

    /** Those that are written together. */
    private static final class Group {
        private final List<ObjectNode> patches = new ArrayList<>();
        private final CompletableFuture<List<Result>> results = new CompletableFuture<>();
        private final CountDownLatch full = new CountDownLatch(1);
    }

    /**
     * Writes a patch with those that come at the same time; null when it is to be written by itself.
     *
     * @param millis how long the first one waits
     * @throws ProblemException that concerns this patch
     * @throws RuntimeException whatever has kept all of them from being written
     */
    @Nullable
    Written write(Caller caller, Command.Patch patch, int millis, Together together) {
        Key key = new Key(patch.model(), patch.id(), patch.condition(), caller.actor(), caller.catalog());
        Group group;
        int place;
        synchronized (open) {
            group = open.computeIfAbsent(key, none -> new Group());
            place = group.patches.size();
            group.patches.add(patch.body());
            if (group.patches.size() == MOST) {
                open.remove(key);
                group.full.countDown();
            }
        }
        List<Result> results = place == 0 ? lead(key, group, millis, together) : follow(group);
        return results.isEmpty() ? null : results.get(place).get();
    }

    private List<Result> lead(Key key, Group group, int millis, Together together) {
        try {
            boolean unused = group.full.await(millis, TimeUnit.MILLISECONDS);
            List<Result> results = together.write(closed(key, group));
            group.results.complete(results);
            return results;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            ProblemException busy = Problem.of(ProblemType.BUSY, "The server stops; nothing was written")
                    .exception();
            group.results.completeExceptionally(busy);
            throw busy;
        } catch (RuntimeException failure) {
            group.results.completeExceptionally(failure);
            throw failure;
        } finally {
            closed(key, group);
        }
    }

    private List<ObjectNode> closed(Key key, Group group) {
        synchronized (open) {
            open.remove(key, group);
            return List.copyOf(group.patches);
        }
    }

    private static List<Result> follow(Group group) {
        try {
            return group.results.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException known ? known : failure;
        }
    }
}
