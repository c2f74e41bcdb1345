package org.statehouse.admin;

import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetadataBuilder;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** How the metrics of Statehouse are named. */
public final class OwnMetric {

    private OwnMetric() {}

    public static MetadataBuilder named(String name, String description) {
        return Metadata.builder().withName("statehouse_" + name).withDescription(description);
    }

    public static Counter counter(MetricRegistry registry, String name, String description, Tag... tags) {
        return registry.counter(named(name, description).build(), tags);
    }
}
