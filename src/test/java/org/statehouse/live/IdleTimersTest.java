package org.statehouse.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdleTimersTest {

    @Test
    void only_timers_with_a_delay_are_started() throws Exception {
        ScheduledExecutorService all = Executors.newSingleThreadScheduledExecutor();
        ScheduledExecutorService timers = IdleTimers.withDelay(all);
        AtomicInteger begun = new AtomicInteger();
        for (long delay : new long[] {0, -1}) {
            Runnable nothing = begun::incrementAndGet;
            ScheduledFuture<?> left = timers.schedule(nothing, delay, TimeUnit.MILLISECONDS);
            assertThat(left.isDone()).isTrue();
            Callable<Integer> result = begun::incrementAndGet;
            assertThat(timers.schedule(result, delay, TimeUnit.MILLISECONDS).get())
                    .isPositive();
        }
        CountDownLatch done = new CountDownLatch(1);
        ScheduledFuture<?> one = timers.schedule(done::countDown, 1, TimeUnit.MILLISECONDS);
        done.await();
        one.get();
        timers.shutdown();
        assertThat(all.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(begun).hasValue(2);
    }
}
