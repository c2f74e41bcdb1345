package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.statehouse.job.ImportFormat;
import org.statehouse.job.ImportOptions;
import org.statehouse.job.Job;
import org.statehouse.job.Jobs;
import org.statehouse.query.QueryString;
import org.statehouse.session.Actor;
import org.statehouse.state.Caller;

/** Files that are to become records. */
@HttpResource
@Path("/records/{model}/import")
public class ImportResource {

    private final Jobs jobs;

    @Inject
    public ImportResource(Jobs jobs) {
        this.jobs = jobs;
    }

    @POST
    public Response accept(
            @PathParam("model") String model,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        NotTaken.condition(headers, KeyedRequest.HEADER, "leave it out");
        NotTaken.conditions(headers);
        ImportOptions options = ImportParameters.read(
                QueryString.parse(request.getUriInfo().getRequestUri().getRawQuery()));
        ImportFormat format = format(headers);
        RequestBody.requireIdentity(headers.getHeaderString("Content-Encoding"));
        Caller caller = new Caller(Actor.ANONYMOUS, RequestContext.idOf(request));
        Job job = jobs.accept(caller, model, format, options, body);
        return Response.accepted(JobResource.json(job, List.of()))
                .type(MediaType.APPLICATION_JSON)
                .location(URI.create("jobs/" + job.id()))
                .build();
    }

    private static ImportFormat format(HttpHeaders headers) {
        MediaType type = headers.getMediaType();
        RequestBody.requireType(type, ImportFormat.MEDIA_TYPES);
        return ImportFormat.of(type.getType() + "/" + type.getSubtype());
    }
}
