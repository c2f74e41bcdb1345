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
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.problem.ProblemException;

/**
 * Where every request to {@code /api} passes first: it gets its id, an address that is none of ours is refused, and its body
 * is digested where it has an Idempotency-Key. What every answer carries is said here, also when the request goes no further.
 */
public class Entrance implements Filter {

    private final CurrentCatalog catalogs;

    @Inject
    public Entrance(CurrentCatalog catalogs) {
        this.catalogs = catalogs;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader(RequestContext.HEADER, RequestContext.idOf(http));
        answer.setHeader("X-Content-Type-Options", "nosniff");
        Callers.nameCatalog(answer, catalogs.current());
        HttpServletRequest entered;
        try {
            AddressGuard.check(http);
            entered = KeyedRequest.begin(http);
        } catch (ProblemException refused) {
            ErrorPage.answer(http, answer, refused.problem(), refused);
            return;
        }
        chain.doFilter(entered, response);
    }
}
