package org.statehouse.state;

import org.jspecify.annotations.Nullable;
import org.statehouse.session.Actor;

/**
 * Who asks, and in which request.
 *
 * @param actor as it stands in the record and in the log
 * @param request the request's id, as it stands in the log
 * @param catalog the version of the catalog that the caller was built for; null when it does not say
 */
public record Caller(Actor actor, String request, @Nullable Long catalog) {

    /** A caller that takes the models as they are. */
    public Caller(Actor actor, String request) {
        this(actor, request, null);
    }
}
