package org.statehouse.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.statehouse.cluster.WakeUps;
import org.statehouse.cluster.Woken;
import org.statehouse.log.LogFeed;
import org.statehouse.log.LogPositions;

/** Follows the log from the start of the node to its end. */
@Singleton
@Startup
@DependsOn("MetadataEngine")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class LiveStart {

    @Inject
    @SuppressWarnings("NullAway.Init") // the container sets it
    private Tail tail;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Sockets sockets;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private EventStreams streams;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private LogPositions positions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private LogFeed log;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private WakeUps wakeUps;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private LiveThreads threads;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory factory;

    @PostConstruct
    void start() {
        wakeUps.join();
        positions.afterWrites(this::written);
        factory.newThread(tail).start();
        sockets.watch();
        streams.watch();
    }

    private void written() {
        tail.wake();
        wakeUps.tell(log.head());
    }

    /** Another node has written: what, the log says. */
    public void woken(@Observes Woken peer) {
        tail.wake();
    }

    @PreDestroy
    void stop() {
        tail.stop();
        threads.stop();
    }
}
