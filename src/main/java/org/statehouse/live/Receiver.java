package org.statehouse.live;

import java.util.List;
import org.statehouse.log.Cursor;
import org.statehouse.metadata.CatalogDifference;
import org.statehouse.problem.Problem;

/** A client at the other end of a line: it puts what it is told into messages, and knows how much room there is for more. */
interface Receiver {

    Format format();

    /** Whether it can be told more. One transaction or page that is told when there is room may exceed it. */
    boolean hasRoom();

    /** Runs something once, elsewhere, as soon as there is room. */
    void whenRoom(Runnable then);

    /** Some records of a snapshot, each encoded. */
    void snapshot(Subscription subscription, List<byte[]> records, boolean more);

    /** The cursor holds, and what was missed follows. */
    void resumed(Subscription subscription);

    /** Everything that the cursor contains was told. */
    void live(Subscription subscription, Cursor cursor);

    /** Changes of one transaction, some of a large one, or what was gathered of several. */
    void changes(Subscription subscription, Part part);

    /** The subscription has ended. */
    void resync(Subscription subscription, Resync resync);

    /** The subscription has ended, because something went wrong. */
    void failed(Subscription subscription, Problem problem);

    /** Other models serve from now on. */
    void catalog(CatalogDifference difference);

    /** Everything that the cursor contains was told on all subscriptions of the receiver that are live. */
    default void passed(Cursor cursor) {}
}
