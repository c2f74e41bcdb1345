package org.statehouse.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those who follow the same and keep up: what they are told is decided and encoded once. Guarded by the dispatcher. */
final class Audience {

    private final Selection selection;
    private final Set<Subscription> members = new LinkedHashSet<>();

    Audience(Selection selection) {
        this.selection = selection;
    }

    Selection selection() {
        return selection;
    }

    Set<Subscription> members() {
        return members;
    }

    /** A copy, from which members may take themselves out. */
    List<Subscription> all() {
        return List.copyOf(members);
    }
}
