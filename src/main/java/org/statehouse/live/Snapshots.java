package org.statehouse.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.FollowQuery;
import org.statehouse.session.Actor;
import org.statehouse.state.Caller;
import org.statehouse.state.RecordReads;

/**
 * Reads what a subscription begins with: records of one moment, with the place in the log that they show. A few are in
 * memory at once; each is bounded in records and is sent as fast as its client takes it.
 */
final class Snapshots {

    /** Records of a message. */
    private static final int PAGE = 200;

    private final RecordReads reads;
    private final Dispatcher dispatcher;
    private final Turns turns;

    Snapshots(RecordReads reads, Dispatcher dispatcher) {
        this.reads = reads;
        this.dispatcher = dispatcher;
        this.turns = new Turns(dispatcher.settings().snapshots());
    }

    /** Opens a subscription with what its selection has now. */
    Subscription.Opening of(RecordSelection selection) {
        return subscription -> turns.take(() -> dispatcher.run(() -> open(subscription, selection)));
    }

    private void open(Subscription subscription, RecordSelection selection) {
        Sending sending = new Sending(subscription);
        try {
            subscription.attempt(() -> sending.read(selection));
        } finally {
            if (!sending.read) {
                turns.giveBack();
            }
        }
        if (sending.read) {
            sending.send();
        }
    }

    /** One snapshot on its way. */
    private final class Sending {
        private final Subscription subscription;
        private Iterator<List<byte[]>> pages = List.<List<byte[]>>of().iterator();
        private Cursor cursor;
        private boolean read;

        @SuppressWarnings("NullAway.Init") // read sets the cursor
        Sending(Subscription subscription) {
            this.subscription = subscription;
        }

        void read(RecordSelection selection) {
            int most = dispatcher.settings().snapshotRows();
            FollowQuery query = selection.query();
            Caller caller = new Caller(Actor.ANONYMOUS, "snapshot");
            RecordReads.Snapshot snapshot =
                    reads.snapshot(caller, query.model().name(), query.filter(), query.fields(), most);
            if (snapshot.records().size() > most) {
                throw Problem.of(
                                ProblemType.QUERY_TOO_COSTLY,
                                "The snapshot has more than " + most
                                        + " records. Filter it, or list the records in pages"
                                        + " and subscribe since the position of the first page")
                        .with("max", most)
                        .exception();
            }
            if (snapshot.catalog() != selection.catalog()) {
                subscription.resync(Resync.of(Resync.Reason.CATALOG));
                return;
            }
            cursor = snapshot.position();
            pages = pages(snapshot.records()).iterator();
            read = true;
        }

        private List<List<byte[]>> pages(List<Json.Writer> records) {
            Format format = subscription.receiver().format();
            List<List<byte[]>> encoded = new ArrayList<>();
            for (int from = 0; from == 0 || from < records.size(); from += PAGE) {
                List<Json.Writer> some = records.subList(from, Math.min(records.size(), from + PAGE));
                encoded.add(some.stream().map(format::value).toList());
            }
            return encoded;
        }

        /** As many pages as there is room for, and the others when there is more. */
        void send() {
            while (!subscription.hasEnded() && pages.hasNext()) {
                if (!subscription.receiver().hasRoom()) {
                    subscription.receiver().whenRoom(() -> dispatcher.run(this::send));
                    return;
                }
                List<byte[]> page = pages.next();
                subscription.receiver().snapshot(subscription, page, pages.hasNext());
            }
            turns.giveBack();
            if (!subscription.hasEnded()) {
                subscription.begin(cursor, true);
            }
        }
    }
}
