package org.statehouse.admin;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.statehouse.state.KeyMeter;

/**
 * Requests with an Idempotency-Key as metrics of the application, on {@code /metrics}; {@code operations.md} says what each
 * means. All are there from the start, at 0.
 */
@Singleton
public class KeyMetrics implements KeyMeter {

    private final Counter kept;
    private final Counter replayed;
    private final Counter mismatched;
    private final Counter stillInProgress;
    private final Counter forgotten;

    @Inject
    public KeyMetrics(@RegistryScope(scope = MetricRegistry.APPLICATION_SCOPE) MetricRegistry registry) {
        kept = counter(registry, "kept", "Answers kept for an Idempotency-Key");
        replayed = counter(registry, "replays", "Requests that were given the answer of an earlier one");
        mismatched = counter(registry, "mismatches", "Requests whose key had come with another one");
        stillInProgress = counter(registry, "in_progress", "Requests whose twin took too long");
        forgotten = counter(registry, "forgotten", "Answers that were old enough to be forgotten");
    }

    private static Counter counter(MetricRegistry registry, String name, String description) {
        return OwnMetric.counter(registry, "idempotency_" + name, description);
    }

    @Override
    public void kept() {
        kept.inc();
    }

    @Override
    public void replayed() {
        replayed.inc();
    }

    @Override
    public void mismatched() {
        mismatched.inc();
    }

    @Override
    public void stillInProgress() {
        stillInProgress.inc();
    }

    @Override
    public void forgotten(int answers) {
        forgotten.inc(answers);
    }
}
