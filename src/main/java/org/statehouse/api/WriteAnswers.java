package org.statehouse.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.statehouse.json.Json;
import org.statehouse.query.Projection;
import org.statehouse.session.Actor;
import org.statehouse.state.Caller;
import org.statehouse.state.Precondition;
import org.statehouse.state.RecordJson;
import org.statehouse.state.RecordRow;
import org.statehouse.state.Written;

/** What calls that write records read from a request and answer alike. */
final class WriteAnswers {

    private WriteAnswers() {}

    /** The record, with its version and the position of the write. */
    static Response.ResponseBuilder of(Response.Status status, Written written) {
        RecordRow row = recordOf(written);
        return marked(Response.status(status), written)
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.ETAG, Conditions.etag(row.version()))
                .entity(Json.write(out -> RecordJson.write(out, row, Projection.ALL)));
    }

    /** {@code Statehouse-Position}: that position is in the log. Nothing is said when nothing had to change. */
    static Response.ResponseBuilder marked(Response.ResponseBuilder answer, Written written) {
        return written.position() == null ? answer : answer.header("Statehouse-Position", written.position());
    }

    static RecordRow recordOf(Written written) {
        RecordRow row = written.record();
        if (row == null) {
            throw new IllegalStateException("A write that leaves a record must give it");
        }
        return row;
    }

    static Precondition condition(HttpHeaders headers) {
        return Conditions.ifMatch(headers.getHeaderString(HttpHeaders.IF_MATCH));
    }

    static Caller caller(ContainerRequestContext request) {
        return new Caller(Actor.ANONYMOUS, RequestContext.idOf(request));
    }

    /** A promise that is not kept yet is refused, not ignored; and these calls take no parameters. */
    static void refuseUnfinished(HttpHeaders headers, ContainerRequestContext request) {
        NotTaken.idempotencyKey(headers);
        NotTaken.parameters(request.getUriInfo());
    }

    /** The same for calls that change a record, which are conditional by If-Match alone. */
    static void refuseOnChange(HttpHeaders headers, ContainerRequestContext request) {
        refuseUnfinished(headers, request);
        NotTaken.condition(
                headers, HttpHeaders.IF_NONE_MATCH, "send If-Match with the version that the write is based on");
    }
}
