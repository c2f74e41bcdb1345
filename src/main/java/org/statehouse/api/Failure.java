package org.statehouse.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * A failed request on its way out.
 *
 * @param problem for the caller
 * @param cause for the server's log alone
 */
record Failure(Problem problem, Throwable cause) {

    private static final System.Logger LOG = System.getLogger(Failure.class.getName());

    /** The body; what the caller is not told goes into the log under the request's id. */
    byte[] body(String requestId) {
        if (problem.type() == ProblemType.INTERNAL) {
            LOG.log(System.Logger.Level.ERROR, "Request " + requestId + " failed", cause);
        }
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "/problems/" + problem.type().slug());
            out.writeStringField("title", problem.type().title());
            out.writeNumberField("status", problem.type().status());
            out.writeStringField("detail", problem.detail());
            out.writeStringField("slug", problem.type().slug());
            out.writeStringField("requestId", requestId);
            for (Map.Entry<String, @Nullable Object> member : problem.evidence().entrySet()) {
                out.writePOJOField(member.getKey(), member.getValue());
            }
            out.writeEndObject();
        });
    }
}
