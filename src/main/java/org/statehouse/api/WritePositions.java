package org.statehouse.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import org.statehouse.log.Cursors;
import org.statehouse.state.Written;

/** {@code Statehouse-Position} on answers to writes: that position is in the log. */
@ApplicationScoped
class WritePositions {

    static final String HEADER = "Statehouse-Position";

    private final Cursors cursors;

    @Inject
    WritePositions(Cursors cursors) {
        this.cursors = cursors;
    }

    /** Nothing is said when nothing had to change. */
    Response.ResponseBuilder mark(Response.ResponseBuilder answer, Written written) {
        return written.position() == null ? answer : answer.header(HEADER, cursors.of(written.position()));
    }
}
