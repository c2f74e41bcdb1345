package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.ExportFormat;
import org.statehouse.query.QueryString;
import org.statehouse.state.RecordExport;
import org.statehouse.state.RecordExports;

/** Records as a file. */
@HttpResource
@MinPosition.Awaited
@Path("/records/{model}/export")
public class RecordExportResource {

    private static final List<String> JSON_LINES =
            List.of("application/x-ndjson", "application/ndjson", "application/jsonl");

    private final RecordExports exports;

    @Inject
    public RecordExportResource(RecordExports exports) {
        this.exports = exports;
    }

    @GET
    public Response export(
            @PathParam("model") String model,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            @Context HttpServletResponse response) {
        QueryString query = QueryString.parse(request.getQueryString());
        RecordExport export = exports.open(Callers.of(request), model, query, () -> accepted(headers));
        return Response.ok(new ExportBody(export, RequestContext.idOf(request), response))
                .header(HttpHeaders.CONTENT_TYPE, export.format().contentType())
                .header("Content-Disposition", "attachment; filename=\"" + export.fileName() + "\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    /** What the caller likes best; lines of JSON where he has no preference. */
    private static ExportFormat accepted(HttpHeaders headers) {
        for (MediaType type : headers.getAcceptableMediaTypes()) {
            if (JSON_LINES.stream().map(MediaType::valueOf).anyMatch(type::isCompatible)) {
                return ExportFormat.NDJSON;
            }
            if (type.isCompatible(MediaType.valueOf("text/csv"))) {
                return ExportFormat.CSV;
            }
        }
        throw Problem.of(ProblemType.NOT_ACCEPTABLE, "Accept application/x-ndjson or text/csv, or say format=")
                .exception();
    }
}
