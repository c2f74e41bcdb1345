package org.statehouse.admin;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.statehouse.state.UnitMeter;

/**
 * Units of work as metrics of the application, on {@code /metrics}; {@code operations.md} says what each means. All are
 * there from the start, at 0.
 */
@Singleton
public class TransactionMetrics implements UnitMeter {

    private final Counter started;
    private final Counter committed;
    private final Counter rolledBack;
    private final Counter timedOut;
    private final Counter savepoints;
    private final Map<Reason, Counter> retries = new EnumMap<>(Reason.class);
    private final Timer duration;

    @Inject
    public TransactionMetrics(@RegistryScope(scope = MetricRegistry.APPLICATION_SCOPE) MetricRegistry registry) {
        started = OwnMetric.counter(registry, "transactions_started", "Units of work that have begun");
        committed = OwnMetric.counter(registry, "transactions_committed", "Units of work that are committed");
        rolledBack = OwnMetric.counter(registry, "transactions_rolled_back", "Units of work that were given up");
        timedOut = OwnMetric.counter(registry, "transactions_timed_out", "Units of work that took too long");
        savepoints = OwnMetric.counter(
                registry, "savepoints_rolled_back", "Parts of units of work that failed by themselves");
        for (Reason reason : Reason.values()) {
            Tag tag = new Tag("reason", reason.name().toLowerCase(Locale.ROOT));
            retries.put(
                    reason,
                    OwnMetric.counter(registry, "transaction_retries", "Runs again of a unit or a single write", tag));
        }
        duration = registry.timer(OwnMetric.named(
                        "transaction_duration", "From the begin of a unit of work to its end, with all its runs")
                .withUnit(MetricUnits.NANOSECONDS) // as the timer keeps it; the page gives seconds
                .build());
    }

    @Override
    public void started() {
        started.inc();
    }

    @Override
    public void committed(long nanos) {
        committed.inc();
        duration.update(Duration.ofNanos(nanos));
    }

    @Override
    public void rolledBack(long nanos) {
        rolledBack.inc();
        duration.update(Duration.ofNanos(nanos));
    }

    @Override
    public void timedOut() {
        timedOut.inc();
    }

    @Override
    public void ranAgain(Reason reason) {
        Objects.requireNonNull(retries.get(reason)).inc();
    }

    @Override
    public void wentBack() {
        savepoints.inc();
    }
}
