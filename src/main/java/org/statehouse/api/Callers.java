package org.statehouse.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.statehouse.metadata.Catalog;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.session.Actor;
import org.statehouse.state.Caller;

/** Who sends a request, and which catalog he was built for. */
final class Callers {

    /** In requests the version of the catalog that the caller was built for; in answers the one that serves. */
    static final String CATALOG = "Statehouse-Catalog";

    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    private Callers() {}

    /** 400 {@code malformed-request} when the catalog is no version. */
    static Caller of(HttpServletRequest request) {
        return new Caller(
                Actor.ANONYMOUS, RequestContext.idOf(request), catalog(RequestHeaders.value(request, CATALOG)));
    }

    /** Says in an answer which catalog serves. */
    static void nameCatalog(HttpServletResponse answer, Catalog catalog) {
        answer.setHeader(CATALOG, Long.toString(catalog.version()));
    }

    private static @Nullable Long catalog(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!VERSION.matcher(text).matches()) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            CATALOG + " is the version of a catalog, as answers carry it: a whole number from 1")
                    .with("header", CATALOG)
                    .exception();
        }
        return Long.valueOf(text);
    }
}
