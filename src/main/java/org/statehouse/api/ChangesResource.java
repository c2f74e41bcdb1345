package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.statehouse.live.ChangePages;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.query.QueryString;

/** The changefeed, by polling and long polling. */
@HttpResource
@Path("/changes")
public class ChangesResource {

    private final ChangePages pages;
    private final CurrentCatalog catalogs;

    @Inject
    public ChangesResource(ChangePages pages, CurrentCatalog catalogs) {
        this.pages = pages;
        this.catalogs = catalogs;
    }

    /** A page of changes after a cursor, at once or when there is one; other formats than JSON are answered with 406. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> changes(@Context HttpServletRequest request) {
        QueryString parameters = QueryString.parse(request.getQueryString());
        ChangesQuery query = ChangesQuery.parse(parameters, catalogs.current());
        return pages.page(query.wanted(), query.limit(), query.waitSeconds())
                .thenApply(body -> Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
                        .header("Cache-Control", "no-store")
                        .build());
    }
}
