package org.statehouse.live;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.statehouse.admin.OwnMetric;

/**
 * The feed as metrics of the application, on {@code /metrics}; {@code operations.md} says what each means. All are there
 * from the start, at 0.
 */
@Singleton
class FeedMetrics implements FeedMeter {

    private final Counter passed;
    private final Counter told;
    private final Counter behind;
    private final Counter stalled;
    private final Map<Resync.Reason, Counter> resyncs = new EnumMap<>(Resync.Reason.class);
    private final Map<Gauge, LongSupplier> gauges = new EnumMap<>(Gauge.class);

    @Inject
    FeedMetrics(@RegistryScope(scope = MetricRegistry.APPLICATION_SCOPE) MetricRegistry registry) {
        passed = OwnMetric.counter(registry, "feed_changes", "Changes that have passed from the log");
        told = OwnMetric.counter(registry, "feed_told", "Changes told to those who kept up");
        behind = OwnMetric.counter(registry, "feed_behind", "Subscriptions that went on by reading the log");
        stalled = OwnMetric.counter(registry, "feed_stalled", "Clients that took nothing and were cut off");
        for (Resync.Reason reason : Resync.Reason.values()) {
            resyncs.put(
                    reason,
                    OwnMetric.counter(
                            registry,
                            "feed_resyncs",
                            "Subscriptions that had to begin anew",
                            new Tag("reason", reason.word())));
        }
        for (Gauge gauge : Gauge.values()) {
            gauges.put(gauge, () -> 0);
            registry.gauge(
                    OwnMetric.named("feed_" + gauge.name().toLowerCase(Locale.ROOT), "How many there are now")
                            .build(),
                    this,
                    own -> own.now(gauge));
        }
    }

    private long now(Gauge gauge) {
        synchronized (gauges) {
            return Objects.requireNonNull(gauges.get(gauge)).getAsLong();
        }
    }

    @Override
    public void gauge(Gauge gauge, LongSupplier now) {
        synchronized (gauges) {
            gauges.put(gauge, now);
        }
    }

    @Override
    public void passed(int changes) {
        passed.inc(changes);
    }

    @Override
    public void told(int changes) {
        told.inc(changes);
    }

    @Override
    public void fellBehind() {
        behind.inc();
    }

    @Override
    public void resynced(Resync.Reason reason) {
        Objects.requireNonNull(resyncs.get(reason)).inc();
    }

    @Override
    public void stalled() {
        stalled.inc();
    }
}
