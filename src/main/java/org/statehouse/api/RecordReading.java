package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.statehouse.history.PastReads;
import org.statehouse.json.Json;
import org.statehouse.query.QueryString;
import org.statehouse.state.Answer;
import org.statehouse.state.Caller;
import org.statehouse.state.RecordReads;

/** The calls that read a record, or a page of records. */
@Singleton
public class RecordReading {

    private static final String CACHE_CONTROL = "Cache-Control";

    private final RecordReads records;
    private final PastReads past;
    private final MinPosition minPosition;

    @Inject
    public RecordReading(RecordReads records, PastReads past, MinPosition minPosition) {
        this.records = records;
        this.past = past;
        this.minPosition = minPosition;
    }

    /** What an address has now, or had at {@code asOf}. */
    Answer read(RecordAddress address, HttpServletRequest request) {
        minPosition.await(RequestHeaders.value(request, MinPosition.HEADER));
        String id = address.id();
        if (id != null) {
            RecordAddress.refuseWord(id);
        }
        QueryString query = QueryString.parse(request.getQueryString());
        Caller caller = Callers.of(request);
        return id == null ? list(caller, address.model(), query) : find(caller, address.model(), id, query, request);
    }

    private Answer list(Caller caller, String model, QueryString query) {
        return PastReads.isAsked(query)
                ? past(past.list(caller, model, query))
                : answer(
                        Map.of(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON),
                        records.list(caller, model, query));
    }

    private Answer find(Caller caller, String model, String id, QueryString query, HttpServletRequest request) {
        if (PastReads.isAsked(query)) {
            return past(past.find(caller, model, id, query));
        }
        RecordReads.Found found = records.find(caller, model, id, query);
        String etag = Conditions.etag(found.version());
        if (found.alone() && Conditions.matches(RequestHeaders.value(request, HttpHeaders.IF_NONE_MATCH), etag)) {
            return new Answer(HttpServletResponse.SC_NOT_MODIFIED, Map.of(HttpHeaders.ETAG, etag), new byte[0]);
        }
        return answer(
                Map.of(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON, HttpHeaders.ETAG, etag),
                Json.write(found.body()));
    }

    /** Without an entity tag: If-Match would not mean what was read. */
    private static Answer past(byte[] body) {
        return answer(Map.of(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON, CACHE_CONTROL, "no-store"), body);
    }

    private static Answer answer(Map<String, String> headers, byte[] body) {
        return new Answer(HttpServletResponse.SC_OK, headers, body);
    }
}
