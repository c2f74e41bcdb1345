package org.statehouse.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.statehouse.database.SqlStates;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/** Every failure as {@code application/problem+json} (RFC 9457). What is not meant for callers stays in the server's log. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());
    private static final int RETRY_AFTER_SECONDS = 2;

    @Context
    @Nullable
    ContainerRequestContext request;

    @Override
    public Response toResponse(Throwable failure) {
        String requestId = request == null ? "" : RequestContext.idOf(request);
        Problem problem = problemOf(failure);
        if (problem.type() == ProblemType.INTERNAL) {
            LOG.log(System.Logger.Level.ERROR, "Request " + requestId + " failed", failure);
        }
        Response.ResponseBuilder answer = Response.status(problem.type().status())
                .type(MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(body(problem, requestId));
        if (problem.type().retry() == ProblemType.Retry.LATER && problem.type() != ProblemType.INTERNAL) {
            answer.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        if (failure instanceof WebApplicationException http
                && http.getResponse().getHeaderString("Allow") != null) {
            answer.header("Allow", http.getResponse().getHeaderString("Allow"));
        }
        return answer.build();
    }

    static byte[] body(Problem problem, String requestId) {
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

    private static Problem problemOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.problem();
            }
            if (cause instanceof SQLException sql) {
                return problemOf(sql);
            }
            if (cause instanceof WebApplicationException http) {
                return problemOf(http);
            }
        }
        return internal();
    }

    private static Problem problemOf(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (SqlStates.isConnectionLost(failure)) {
            return Problem.of(
                    ProblemType.DATABASE_UNAVAILABLE,
                    "The database cannot be reached just now. A write may or may not have been done: read before you"
                            + " repeat it");
        }
        if (state.equals("57014") || state.equals("55P03") || state.equals("40P01") || state.equals("40001")) {
            return Problem.of(ProblemType.BUSY, "Others held the records for too long; nothing was written. Try again");
        }
        return internal();
    }

    private static Problem problemOf(WebApplicationException http) {
        int status = http.getResponse().getStatus();
        return switch (status) {
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "There is nothing at this address");
            case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This address does not take the method; see Allow");
            case 406 -> Problem.of(ProblemType.NOT_ACCEPTABLE, "Accept application/json");
            case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body's type is not taken here");
            default ->
                status < 500 ? Problem.of(ProblemType.MALFORMED_REQUEST, "The request cannot be read") : internal();
        };
    }

    private static Problem internal() {
        return Problem.of(ProblemType.INTERNAL, "The server has failed; its log says more under the request's id");
    }
}
