package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that wait: each runs until it has ended, and none holds up the others. */
class JobQueueTest {

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final List<String> attempts = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private JobQueue queue(Predicate<String> runner) {
        Predicate<String> noted = id -> {
            attempts.add(id);
            return runner.test(id);
        };
        return new JobQueue(executor, noted, Duration.ofMillis(200));
    }

    private void attemptsAre(String... ids) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(attempts).containsExactlyInAnyOrder(ids));
    }

    @Test
    void a_job_that_throws_is_tried_again_and_the_others_go_on() {
        JobQueue queue = queue(id -> {
            boolean first = attempts.indexOf(id) == attempts.size() - 1;
            if (first && id.equals("exception")) {
                throw new IllegalStateException("could not extend file: No space left on device");
            }
            if (first && id.equals("error")) {
                throw new StackOverflowError();
            }
            return true;
        });
        for (String id : List.of("exception", "error", "good")) {
            queue.resume(id);
        }
        attemptsAre("exception", "error", "good", "exception", "error");
    }

    @Test
    void a_job_that_has_not_ended_is_tried_again_until_it_has() {
        queue(id -> attempts.size() == 3).resume("late");
        attemptsAre("late", "late", "late");
    }

    @Test
    void a_place_is_taken_from_the_upload_until_the_job_runs() {
        CountDownLatch release = new CountDownLatch(1);
        JobQueue queue = queue(id -> {
            awaitZero(release);
            return true;
        });
        queue.resume("running");
        attemptsAre("running");
        assertThat(queue.reserve(2)).isTrue();
        assertThat(queue.reserve(2)).isTrue();
        assertThat(queue.reserve(2)).as("both places have uploads").isFalse();
        queue.release();
        assertThat(queue.reserve(2)).as("one upload has failed").isTrue();
        queue.add("first");
        queue.add("second");
        assertThat(queue.reserve(2)).as("both places have jobs").isFalse();
        release.countDown();
        attemptsAre("running", "first", "second");
        assertThat(queue.reserve(2)).as("all have run").isTrue();
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
