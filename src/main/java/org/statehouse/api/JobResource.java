package org.statehouse.api;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.statehouse.job.ImportFormat;
import org.statehouse.job.Job;
import org.statehouse.job.JobStore.JobError;
import org.statehouse.job.Jobs;
import org.statehouse.json.Json;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemType;
import org.statehouse.session.Actor;
import org.statehouse.state.Caller;

/** Imports and their jobs. */
@HttpResource
@Path("/")
public class JobResource {

    /** Errors that the job's own answer has; the download has all. */
    private static final int MAX_ERRORS = 1_000;

    private final Jobs jobs;

    @Inject
    public JobResource(Jobs jobs) {
        this.jobs = jobs;
    }

    @POST
    @Path("records/{model}/import")
    public Response accept(
            @PathParam("model") String model,
            @Context HttpHeaders headers,
            @Context ContainerRequestContext request,
            InputStream body) {
        requireParameters(request.getUriInfo().getQueryParameters());
        ImportFormat format = format(headers);
        RequestBody.requireIdentity(headers.getHeaderString("Content-Encoding"));
        Caller caller = new Caller(Actor.ANONYMOUS, RequestContext.idOf(request));
        Job job = jobs.accept(caller, model, format, body);
        return Response.accepted(json(job, List.of()))
                .type(MediaType.APPLICATION_JSON)
                .location(URI.create("jobs/" + job.id()))
                .build();
    }

    @GET
    @Path("jobs/{id}")
    public Response job(@PathParam("id") String id) {
        Job job = jobs.job(id);
        return Response.ok(json(job, jobs.errors(id, 0, MAX_ERRORS)), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("jobs/{id}/errors")
    public Response errors(@PathParam("id") String id) {
        jobs.job(id);
        StreamingOutput all = out -> {
            List<JobError> page = jobs.errors(id, 0, MAX_ERRORS);
            while (!page.isEmpty()) {
                for (JobError error : page) {
                    out.write(Json.write(json -> write(json, error)));
                    out.write('\n');
                }
                page = jobs.errors(id, page.get(page.size() - 1).ordinal(), MAX_ERRORS);
            }
        };
        return Response.ok(all, "application/x-ndjson")
                .header("Content-Disposition", "attachment; filename=\"errors.ndjson\"")
                .build();
    }

    private static byte[] json(Job job, List<JobError> errors) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("id", job.id());
            out.writeStringField("model", job.model());
            out.writeStringField("status", job.status().word());
            Long total = job.total();
            if (total != null) {
                out.writeNumberField("total", total);
            }
            out.writeNumberField("processed", job.processed());
            out.writeNumberField("written", job.written());
            out.writeNumberField("failed", job.failed());
            out.writeNumberField("line", job.lastLine());
            if (job.message() != null) {
                out.writeStringField("message", job.message());
            }
            out.writeArrayFieldStart("errors");
            for (JobError error : errors) {
                write(out, error);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, JobError error) throws IOException {
        out.writeStartObject();
        out.writeNumberField("line", error.line());
        out.writeStringField("field", error.field());
        out.writeStringField("rule", error.rule());
        out.writeStringField("message", error.message());
        out.writeEndObject();
    }

    private static ImportFormat format(HttpHeaders headers) {
        MediaType type = headers.getMediaType();
        ImportFormat format = type == null ? null : ImportFormat.of(type.getType() + "/" + type.getSubtype());
        if (format == null) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Send the file with Content-Type application/x-ndjson or text/csv")
                    .with("accepted", List.of("application/x-ndjson", "text/csv"))
                    .exception();
        }
        return format;
    }

    private static void requireParameters(MultivaluedMap<String, String> parameters) {
        for (String name : parameters.keySet()) {
            List<String> values = parameters.get(name);
            boolean create = name.equals("mode") && values.equals(List.of("create"));
            boolean off = (name.equals("dryRun") || name.equals("atomic")) && values.equals(List.of("false"));
            if (!create && !off) {
                throw Problem.of(
                                ProblemType.BAD_QUERY,
                                "The import takes mode=create only; upsert, dryRun and atomic are not supported yet")
                        .with("parameter", name)
                        .exception();
            }
        }
    }
}
