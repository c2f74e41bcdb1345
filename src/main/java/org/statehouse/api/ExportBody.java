package org.statehouse.api;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.statehouse.query.ExportFormat;
import org.statehouse.state.RecordExport;

/**
 * The body of an export. What goes wrong after its first bytes can have no status any more: lines of JSON then end with
 * {@code {"error": problem}}, and in either format the chunked body has no end (RFC 9112, section 7.1), so that no client
 * takes it for a whole one.
 */
final class ExportBody implements StreamingOutput {

    private final RecordExport export;
    private final String requestId;
    private volatile boolean complete;

    ExportBody(RecordExport export, String requestId, HttpServletResponse response) {
        this.export = export;
        this.requestId = requestId;
        response.setTrailerFields(this::trailer);
    }

    /** The container asks for it before it writes the last chunk, and closes the connection instead when this fails. */
    private Map<String, String> trailer() {
        if (!complete) {
            throw new IllegalStateException("The export of request " + requestId + " was cut off");
        }
        return Map.of();
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try {
            export.writeTo(out);
            complete = true;
        } catch (RuntimeException failure) {
            byte[] problem = new Failure(ProblemMapper.problemOf(failure), failure).body(requestId);
            if (export.format() == ExportFormat.NDJSON) {
                out.write("{\"error\":".getBytes(StandardCharsets.US_ASCII));
                out.write(problem);
                out.write("}\n".getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            throw failure;
        }
    }
}
