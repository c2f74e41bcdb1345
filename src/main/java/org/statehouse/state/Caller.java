package org.statehouse.state;

import org.statehouse.session.Actor;

/**
 * Who asks for a change, and in which request.
 *
 * @param actor as it stands in the record and in the log
 * @param request the request's id, as it stands in the log
 */
public record Caller(Actor actor, String request) {}
