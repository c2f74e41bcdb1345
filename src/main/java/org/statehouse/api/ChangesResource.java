package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import org.statehouse.json.Json;
import org.statehouse.log.ChangeJson;
import org.statehouse.log.ChangeNames;
import org.statehouse.log.LogEntry;
import org.statehouse.log.LogPage;
import org.statehouse.log.LogReader;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.query.QueryString;

/** The changefeed, by polling. */
@HttpResource
@Path("/changes")
public class ChangesResource {

    private final LogReader log;
    private final CurrentCatalog catalogs;

    @Inject
    public ChangesResource(LogReader log, CurrentCatalog catalogs) {
        this.log = log;
        this.catalogs = catalogs;
    }

    /** A page of changes after a cursor; other formats than JSON are answered with 406. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response changes(@Context UriInfo uri) throws SQLException {
        QueryString parameters = QueryString.parse(uri.getRequestUri().getRawQuery());
        Catalog catalog = catalogs.current();
        ChangesQuery query = ChangesQuery.parse(parameters, catalog);
        LogPage page = query.fromNow() ? log.fromNow() : log.read(query.since(), query.limit(), query.models());
        ChangeNames names = new ChangeNames(newest(catalog, page));
        byte[] body = Json.write(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("changes");
            for (LogEntry entry : page.entries()) {
                ChangeJson.write(out, entry, names);
            }
            out.writeEndArray();
            out.writeStringField("cursor", page.cursor().text());
            out.writeBooleanField("more", page.more());
            out.writeEndObject();
        });
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** A change may have been made under a catalog that this node does not serve yet. */
    private Catalog newest(Catalog catalog, LogPage page) {
        boolean behind = page.entries().stream().anyMatch(entry -> entry.catalog() > catalog.version());
        return behind ? catalogs.refresh() : catalog;
    }
}
