package org.statehouse.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** So many at once; the others wait in their order. */
final class Turns {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Turns(int atOnce) {
        this.free = atOnce;
    }

    /** Runs at once or when it is its turn, on the thread of who gives back; it must be quick. */
    void take(Runnable turn) {
        synchronized (this) {
            if (free == 0) {
                waiting.addLast(turn);
                return;
            }
            free--;
        }
        turn.run();
    }

    void giveBack() {
        Runnable next;
        synchronized (this) {
            next = waiting.pollFirst();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }
}
