package org.statehouse.live;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.statehouse.log.LogFeed;
import org.statehouse.metadata.CatalogPublished;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.state.RecordReads;

/** One of each on a node. */
@ApplicationScoped
class LiveBeans {

    @Resource
    @SuppressWarnings("NullAway.Init") // the container sets it
    ManagedThreadFactory factory;

    @Produces
    @Singleton
    LiveThreads threads() {
        return LiveThreads.of(factory);
    }

    @Produces
    @Singleton
    Dispatcher dispatcher(
            LogFeed log,
            CurrentCatalog catalogs,
            PastCatalogs past,
            LiveSettings settings,
            LiveThreads threads,
            FeedMeter meter) {
        return new Dispatcher(log, catalogs, past, settings, threads, meter);
    }

    @Produces
    @Singleton
    Tail tail(LogFeed log, Dispatcher dispatcher, LiveSettings settings) {
        return new Tail(log, dispatcher, settings);
    }

    @Produces
    @Singleton
    EventStreams streams(Dispatcher dispatcher) {
        return new EventStreams(dispatcher, System::nanoTime);
    }

    @Produces
    @Singleton
    ChangePages pages(Dispatcher dispatcher) {
        return new ChangePages(dispatcher);
    }

    @Produces
    @Singleton
    Sockets sockets(Dispatcher dispatcher, RecordReads reads, PastCatalogs past, LiveThreads threads) {
        Snapshots snapshots = new Snapshots(reads, dispatcher);
        SocketCalls calls = new SocketCalls(threads.readers());
        return new Sockets(dispatcher, new SocketRequests(dispatcher, snapshots, calls, past), System::nanoTime);
    }

    /** A publication is a change like any other; whoever made it has told it after its success. */
    void published(@Observes CatalogPublished catalog, Tail tail) {
        tail.wake();
    }
}
