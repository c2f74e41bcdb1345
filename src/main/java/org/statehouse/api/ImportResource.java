package org.statehouse.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.statehouse.job.ImportFormat;
import org.statehouse.job.ImportOptions;
import org.statehouse.job.Job;
import org.statehouse.job.Jobs;
import org.statehouse.query.QueryString;
import org.statehouse.state.Answer;
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
    public Response accept(@PathParam("model") String model, @Context HttpServletRequest request, InputStream body) {
        NotTaken.conditions(request);
        ImportOptions options = ImportParameters.read(QueryString.parse(request.getQueryString()));
        ImportFormat format = format(request);
        RequestBody.requireIdentity(RequestHeaders.value(request, "Content-Encoding"));
        Caller caller = Callers.of(request);
        return RecordCalls.response(jobs.accept(
                caller,
                model,
                format,
                options,
                body,
                () -> KeyedRequest.of(request, caller.actor()),
                ImportResource::answer));
    }

    private static Answer answer(Job job) {
        Map<String, String> headers =
                Map.of(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON, HttpHeaders.LOCATION, "jobs/" + job.id());
        return new Answer(Response.Status.ACCEPTED.getStatusCode(), headers, JobResource.json(job, List.of()));
    }

    private static ImportFormat format(HttpServletRequest request) {
        return ImportFormat.of(RequestBody.type(request, ImportFormat.MEDIA_TYPES));
    }
}
