package org.statehouse.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import org.statehouse.database.SqlStates;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;

/**
 * Every failure as a problem (RFC 9457). One mapper serves all requests, so it must not hold one: {@link StandardHeaders},
 * which sees the request, writes the body.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    static final String MEDIA_TYPE = "application/problem+json";

    /** Seconds. */
    static final int RETRY_AFTER_SECONDS = 2;

    @Override
    public Response toResponse(Throwable failure) {
        Problem problem = problemOf(failure);
        Response.ResponseBuilder answer = Response.status(problem.type().status())
                .type(MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(new Failure(problem, failure));
        if (comesWithRetryAfter(problem)) {
            answer.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        if (failure instanceof WebApplicationException http
                && http.getResponse().getHeaderString("Allow") != null) {
            answer.header("Allow", http.getResponse().getHeaderString("Allow"));
        }
        return answer.build();
    }

    /** Whether the answer says when to come again; nobody knows that of a failure without a name. */
    static boolean comesWithRetryAfter(Problem problem) {
        return problem.type().retry() == ProblemType.Retry.LATER && problem.type() != ProblemType.INTERNAL;
    }

    /** The problem that a failure is to the caller. */
    static Problem problemOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.problem();
            }
            if (cause instanceof SQLException sql) {
                return problemOf(sql);
            }
            if (cause instanceof WebApplicationException http) {
                return problemOf(http.getResponse().getStatus());
            }
        }
        return internal();
    }

    private static Problem problemOf(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (SqlStates.isStorageFull(failure)) {
            return Problem.of(
                    ProblemType.STORAGE_FULL,
                    "The disk of the database is full; nothing was written. Reads work; try again when there is room");
        }
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

    /** What a bare status of the container means. */
    static Problem problemOf(int status) {
        return switch (status) {
            case 403, 404 -> Problem.of(ProblemType.NOT_FOUND, "There is nothing at this address");
            case 405, 501 ->
                Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This address does not take the method; see Allow");
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
