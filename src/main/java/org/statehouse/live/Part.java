package org.statehouse.live;

import java.util.ArrayList;
import java.util.List;
import org.statehouse.log.Cursor;

/**
 * Changes that are told in one message.
 *
 * @param changes one at least
 * @param first whether it begins what is told together
 * @param last whether it ends that
 */
record Part(List<One> changes, boolean first, boolean last) {

    /**
     * One change.
     *
     * @param cursor from which to go on after it
     */
    record One(Told told, Cursor cursor) {

        /** The text of the cursor. */
        String cursorText() {
            return told.cursorText(cursor);
        }
    }

    /** Some or all changes of one transaction, each of which can be resumed from. */
    static Part of(Cursor has, List<Told> changes, boolean last) {
        List<One> all = new ArrayList<>(changes.size());
        for (Told told : changes) {
            all.add(new One(told, has.told(told.entry())));
        }
        return new Part(all, has.ordinal() == 0, last);
    }

    /**
     * Changes that were gathered from several transactions. Who has applied some of them has not seen all that came before
     * the last one, so that only with that one the place moves on.
     */
    static Part gathered(Cursor has, Cursor after, List<Told> changes, boolean first, boolean last) {
        List<One> all = new ArrayList<>(changes.size());
        for (int i = 0; i < changes.size(); i++) {
            boolean end = last && i == changes.size() - 1;
            all.add(new One(changes.get(i), end ? after : has));
        }
        return new Part(all, first, last);
    }

    /** The text of the cursor from which to go on after all of them. */
    String cursorText() {
        return changes.get(changes.size() - 1).cursorText();
    }

    boolean isSingle() {
        return changes.size() == 1 && first && last;
    }
}
