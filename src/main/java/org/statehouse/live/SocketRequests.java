package org.statehouse.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.statehouse.log.ChangeNames;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CatalogDifference;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.metadata.ValueFault;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.FollowQuery;

/** Does what clients on sockets ask for. Nothing of it waits: what has to be read is read elsewhere. */
final class SocketRequests {

    /** Catalogs between a client's and the one that serves that are compared one by one; beyond it all models count. */
    private static final int MAX_COMPARED = 20;

    private final Dispatcher dispatcher;
    private final Snapshots snapshots;
    private final SocketCalls calls;
    private final PastCatalogs past;

    SocketRequests(Dispatcher dispatcher, Snapshots snapshots, SocketCalls calls, PastCatalogs past) {
        this.dispatcher = dispatcher;
        this.snapshots = snapshots;
        this.calls = calls;
        this.past = past;
    }

    /** Under the dispatcher's lock, so that the client hears of each catalog that it passes from here on. */
    void greet(LiveSocket socket, SocketMessage.Hello hello) {
        dispatcher.here(cursor -> {
            Catalog catalog = dispatcher.catalogs().current();
            socket.ready(catalog.version(), cursor, dispatcher.settings().heartbeatMillis());
            Long built = hello.catalog();
            if (built != null && built < catalog.version()) {
                dispatcher.run(() -> socket.refresh(since(built, catalog)));
            }
        });
    }

    private CatalogDifference since(long built, Catalog catalog) {
        Map<Integer, String> models = new TreeMap<>();
        if (catalog.version() - built > MAX_COMPARED) {
            catalog.models().values().forEach(model -> models.put(model.number(), model.name()));
        } else {
            for (long version = built + 1; version <= catalog.version(); version++) {
                models.putAll(CatalogDifference.of(past, version).models());
            }
        }
        return new CatalogDifference(catalog.version(), models);
    }

    /** 404 {@code unknown-model}, 400 {@code bad-query}, {@code bad-cursor}, 429 {@code too-many}. */
    void subscribe(LiveSocket socket, SocketMessage.Subscribe wanted) {
        Map<String, Subscription> known = socket.subscriptions();
        if (known.containsKey(wanted.id())) {
            throw Problem.of(
                            ProblemType.BAD_MESSAGE,
                            "There is a subscription '" + wanted.id() + "' already; end it first, or use another id")
                    .with("member", "id")
                    .exception();
        }
        int most = dispatcher.settings().subscriptions();
        if (known.size() >= most) {
            throw Problem.of(ProblemType.TOO_MANY, "A socket has " + most + " subscriptions at most")
                    .with("max", most)
                    .exception();
        }
        Catalog catalog = dispatcher.catalogs().current();
        RecordSelection selection = selection(catalog, wanted);
        String since = wanted.since();
        Subscription subscription = new Subscription(
                wanted.id(),
                socket,
                selection,
                Pace.of(wanted.coalesce(), selection.query().model().gatheredMillis()),
                dispatcher,
                wanted.snapshot()
                        ? snapshots.of(selection)
                        : since == null ? this::openHere : openSince(Cursor.parse(since)));
        known.put(wanted.id(), subscription);
        subscription.start();
    }

    private RecordSelection selection(Catalog catalog, SocketMessage.Subscribe wanted) {
        Model model = catalog.model(wanted.model());
        FollowQuery query = FollowQuery.read(catalog, model, wanted.filter(), wanted.fields());
        if (wanted.record() != null) {
            query = query.ofRecord(id(model, wanted.record()));
        }
        ChangeNames names = dispatcher.names();
        return new RecordSelection(query, names, catalog.version());
    }

    private static Object id(Model model, JsonNode record) {
        try {
            return record.isTextual()
                    ? model.idType().fromText(record.textValue())
                    : model.idType().fromJson(record);
        } catch (ValueFault fault) {
            throw Problem.of(ProblemType.BAD_MESSAGE, "'record' " + fault.message())
                    .with("member", "record")
                    .exception();
        }
    }

    private void openHere(Subscription subscription) {
        subscription.begin(dispatcher.log().now(), true);
    }

    /** Asks the log whether the cursor holds before anything is said. */
    private Subscription.Opening openSince(Cursor since) {
        return subscription -> {
            dispatcher.read(since, 1, subscription.selection().models());
            subscription.receiver().resumed(subscription);
            subscription.begin(since, false);
        };
    }

    /** 400 {@code bad-message}, 429 {@code too-many}. */
    void call(LiveSocket socket, SocketMessage.Call call) {
        calls.send(socket, call);
    }

    void resynced(Resync resync) {
        dispatcher.meter().resynced(resync.reason());
    }
}
