package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.statehouse.json.Json;
import org.statehouse.query.Projection;
import org.statehouse.state.Answer;
import org.statehouse.state.Command;
import org.statehouse.state.Precondition;
import org.statehouse.state.RecordJson;
import org.statehouse.state.RecordRow;
import org.statehouse.state.Written;

/** What calls that write records read from a request and answer alike. */
final class WriteAnswers {

    private WriteAnswers() {}

    /**
     * The record, if one is left, with its version; and {@code Statehouse-Position}: that position is in the log. Nothing is
     * said of it when nothing had to change.
     */
    static Answer of(Command command, Written written) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (written.position() != null) {
            headers.put("Statehouse-Position", written.position());
        }
        RecordRow row = written.record();
        if (row == null) {
            return new Answer(Response.Status.NO_CONTENT.getStatusCode(), headers, new byte[0]);
        }
        headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        headers.put(HttpHeaders.ETAG, Conditions.etag(row.version()));
        if (command instanceof Command.Patch patch && Prefer.isApplied(patch.condition(), row, written)) {
            headers.put(Prefer.APPLIED, Prefer.MERGE_FIELDS);
        }
        boolean created = command instanceof Command.Create;
        if (created) {
            headers.put(HttpHeaders.LOCATION, address(command.model(), row.id()));
        }
        Response.Status status = created ? Response.Status.CREATED : Response.Status.OK;
        byte[] body = Json.write(out -> RecordJson.write(out, row, Projection.ALL));
        return new Answer(status.getStatusCode(), headers, body);
    }

    /** Only texts can have characters that an address must escape; to look for them costs more than the rest of the answer. */
    private static String address(String model, Object id) {
        return id instanceof String
                ? UriBuilder.fromPath("records/{model}/{id}").build(model, id).toString()
                : "records/" + model + "/" + id;
    }

    /** A header of an answer; {@code Location} is below the address that the request was sent to. */
    static void put(Response.ResponseBuilder response, String name, String value) {
        if (name.equals(HttpHeaders.LOCATION)) {
            response.location(URI.create(value));
        } else if (name.equals(HttpHeaders.CONTENT_TYPE)) {
            response.type(value);
        } else {
            response.header(name, value);
        }
    }

    static Precondition condition(HttpServletRequest request) {
        return Conditions.ifMatch(RequestHeaders.value(request, HttpHeaders.IF_MATCH));
    }

    /** What calls that change a record do not take: parameters, and conditions other than If-Match. */
    static void refuseOnChange(HttpServletRequest request) {
        NotTaken.parameters(request);
        NotTaken.condition(
                request, HttpHeaders.IF_NONE_MATCH, "send If-Match with the version that the write is based on");
    }
}
