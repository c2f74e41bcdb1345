package org.statehouse.admin;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetadataBuilder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Timer;
import org.eclipse.microprofile.metrics.annotation.RegistryScope;
import org.statehouse.metadata.CatalogMeter;

/**
 * Catalogs and what they do to requests as metrics of the application, on {@code /metrics}; {@code operations.md} says what
 * each means. All are there from the start.
 */
@Singleton
public class CatalogMetrics implements CatalogMeter {

    private final AtomicLong version = new AtomicLong();
    private final Counter ranAgain;
    private final Counter refused;
    private final Timer publication;
    private final Timer locked;

    @Inject
    public CatalogMetrics(@RegistryScope(scope = MetricRegistry.APPLICATION_SCOPE) MetricRegistry registry) {
        registry.gauge(named("version", "The catalog that serves").build(), version, AtomicLong::get);
        ranAgain = registry.counter(
                named("reruns", "Requests that ran again under another catalog").build());
        refused = registry.counter(named("refusals", "Requests that were built for another form of a model")
                .build());
        publication = registry.timer(named("publication", "From a reload to the catalog that serves")
                .withUnit(MetricUnits.NANOSECONDS) // as the timer keeps it; the page gives seconds
                .build());
        locked = registry.timer(named("publication_locked", "How long a publishing transaction held tables")
                .withUnit(MetricUnits.NANOSECONDS)
                .build());
    }

    private static MetadataBuilder named(String name, String description) {
        return OwnMetric.named("catalog_" + name, description);
    }

    @Override
    public void serves(long now) {
        version.set(now);
    }

    @Override
    public void published(long nanos, long lockedNanos) {
        publication.update(Duration.ofNanos(nanos));
        locked.update(Duration.ofNanos(lockedNanos));
    }

    @Override
    public void ranAgain() {
        ranAgain.inc();
    }

    @Override
    public void refused() {
        refused.inc();
    }
}
