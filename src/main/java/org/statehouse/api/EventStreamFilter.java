package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.statehouse.live.EventStreams;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

/**
 * The changefeed as server-sent events (WHATWG HTML, section 9.2), where a request likes them better than JSON. A filter,
 * because only below JAX-RS an answer can be written without holding a thread.
 */
public class EventStreamFilter implements Filter {

    private static final String EVENTS = "text/event-stream";
    private static final List<String> OFFERED = List.of("application/json", EVENTS);

    private final EventStreams streams;
    private final CurrentCatalog catalogs;

    @Inject
    public EventStreamFilter(EventStreams streams, CurrentCatalog catalogs) {
        this.streams = streams;
        this.catalogs = catalogs;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (http.getMethod().equals("GET") && wantsEvents(http.getHeader("Accept"))) {
            try {
                open(http, (HttpServletResponse) response);
            } catch (ProblemException refused) {
                ErrorPage.answer(http, (HttpServletResponse) response, refused.problem(), refused);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean wantsEvents(@Nullable String accept) {
        return accept != null && EVENTS.equals(Accepted.best(accept, OFFERED));
    }

    private void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LiveHandshake.requireOwnOrigin(request);
        QueryString parameters = QueryString.parse(request.getQueryString());
        ChangesQuery query =
                ChangesQuery.parseStream(parameters, catalogs.current(), request.getHeader("Last-Event-ID"));
        if (!streams.haveRoom()) {
            throw Problem.of(ProblemType.BUSY, "The server has as many event streams as it takes; try again later")
                    .exception();
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(EVENTS);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        Callers.nameCatalog(response, query.wanted().catalog());
        streams.open(request.startAsync(request, response), query.wanted());
    }
}
