package org.statehouse.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the settings of what is told live once. */
@ApplicationScoped
class LiveSettingsReader {

    @Inject
    @ConfigProperty(name = "statehouse.live-poll", defaultValue = "200")
    int poll;

    @Inject
    @ConfigProperty(name = "statehouse.live-ring-entries", defaultValue = "20000")
    int ringEntries;

    @Inject
    @ConfigProperty(name = "statehouse.live-ring-bytes", defaultValue = "33554432")
    int ringBytes;

    @Inject
    @ConfigProperty(name = "statehouse.live-sockets", defaultValue = "10000")
    int sockets;

    @Inject
    @ConfigProperty(name = "statehouse.live-streams", defaultValue = "2000")
    int streams;

    @Inject
    @ConfigProperty(name = "statehouse.live-waiters", defaultValue = "2000")
    int waiters;

    @Inject
    @ConfigProperty(name = "statehouse.live-subscriptions", defaultValue = "100")
    int subscriptions;

    @Inject
    @ConfigProperty(name = "statehouse.live-frame-bytes", defaultValue = "65536")
    int frameBytes;

    @Inject
    @ConfigProperty(name = "statehouse.live-messages", defaultValue = "200")
    int messages;

    @Inject
    @ConfigProperty(name = "statehouse.live-snapshot-rows", defaultValue = "10000")
    int snapshotRows;

    @Inject
    @ConfigProperty(name = "statehouse.live-snapshots", defaultValue = "8")
    int snapshots;

    @Inject
    @ConfigProperty(name = "statehouse.live-outbox-bytes", defaultValue = "1048576")
    int outboxBytes;

    @Inject
    @ConfigProperty(name = "statehouse.live-max-behind", defaultValue = "1000000")
    int maxBehind;

    @Inject
    @ConfigProperty(name = "statehouse.live-heartbeat", defaultValue = "25000")
    int heartbeat;

    @Inject
    @ConfigProperty(name = "statehouse.live-stall", defaultValue = "30000")
    int stall;

    @Produces
    @Singleton
    LiveSettings read() {
        return new LiveSettings(
                poll,
                ringEntries,
                ringBytes,
                sockets,
                streams,
                waiters,
                subscriptions,
                frameBytes,
                messages,
                snapshotRows,
                snapshots,
                outboxBytes,
                maxBehind,
                heartbeat,
                stall);
    }

    /** A value out of its range stops the start. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object started, LiveSettings settings) {
        if (settings.pollMillis() != poll) {
            throw new IllegalStateException("The settings were read twice");
        }
    }
}
