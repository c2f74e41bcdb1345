package org.statehouse.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;

/**
 * What the container answers by itself, as a problem instead of its own page: addresses outside of the resources, and
 * failures before a resource is reached. {@code web.xml} sends every error here, and the launcher each request that the
 * container would read in part.
 */
@WebServlet(ErrorPage.PATH)
public class ErrorPage extends HttpServlet {

    static final String PATH = "/problems/container";

    /** What is wrong with a request that the launcher sends here, in words for the caller. */
    private static final String REFUSED = "org.statehouse.refused";

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Throwable cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown
                ? thrown
                : new IllegalStateException("The container answered with " + code);
        Problem problem = request.getAttribute(REFUSED) instanceof String refused
                ? Problem.of(ProblemType.MALFORMED_REQUEST, refused)
                : problemOf(code);
        answer(request, response, problem, cause);
    }

    /** A problem as the answer to a request that JAX-RS does not see. */
    static void answer(HttpServletRequest request, HttpServletResponse response, Problem problem, Throwable cause)
            throws IOException {
        String requestId = RequestContext.idOf(request);
        byte[] body = new Failure(problem, cause).body(requestId);
        response.setStatus(problem.type().status());
        response.setContentType(ProblemMapper.MEDIA_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(RequestContext.HEADER, requestId);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (ProblemMapper.comesWithRetryAfter(problem)) {
            response.setHeader("Retry-After", Integer.toString(ProblemMapper.RETRY_AFTER_SECONDS));
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Nobody asks for this page itself: without an error there is nothing at its address. */
    private static Problem problemOf(@Nullable Object code) {
        int status = code instanceof Integer number ? number : 404;
        return ProblemMapper.problemOf(status);
    }
}
