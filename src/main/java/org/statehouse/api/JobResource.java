package org.statehouse.api;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.List;
import org.statehouse.job.ImportOptions;
import org.statehouse.job.Job;
import org.statehouse.job.JobStore.JobError;
import org.statehouse.job.Jobs;
import org.statehouse.json.Json;
import org.statehouse.state.BatchMode;

/** Jobs: how far they are, and what was wrong. */
@HttpResource
@Path("/jobs/{id}")
public class JobResource {

    /** Errors that the job's own answer has; the download has all. */
    private static final int MAX_ERRORS = 1_000;

    private final Jobs jobs;

    @Inject
    public JobResource(Jobs jobs) {
        this.jobs = jobs;
    }

    @GET
    public Response job(@PathParam("id") String id, @Context HttpServletRequest request) {
        NotTaken.parameters(request);
        Job job = jobs.job(id);
        return Response.ok(json(job, jobs.errors(id, 0, MAX_ERRORS)), MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @Path("/errors")
    public Response errors(@PathParam("id") String id, @Context HttpServletRequest request) {
        NotTaken.parameters(request);
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

    static byte[] json(Job job, List<JobError> errors) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("id", job.id());
            out.writeStringField("model", job.model());
            write(out, job.options());
            out.writeStringField("status", job.status().word());
            Long total = job.total();
            if (total != null) {
                out.writeNumberField("total", total);
            }
            out.writeNumberField("processed", job.processed());
            out.writeNumberField("written", job.written());
            out.writeNumberField("created", job.written() - job.updated() - job.unchanged());
            out.writeNumberField("updated", job.updated());
            out.writeNumberField("unchanged", job.unchanged());
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

    private static void write(JsonGenerator out, ImportOptions options) throws IOException {
        BatchMode mode = options.mode();
        out.writeStringField("mode", mode.upsert() ? "upsert" : "create");
        if (mode.upsert()) {
            out.writeStringField("by", mode.by() == null ? "id" : mode.by());
        }
        out.writeBooleanField("dryRun", options.dryRun());
        out.writeBooleanField("atomic", options.atomic());
    }

    private static void write(JsonGenerator out, JobError error) throws IOException {
        out.writeStartObject();
        out.writeNumberField("line", error.line());
        out.writeStringField("field", error.field());
        out.writeStringField("rule", error.rule());
        out.writeStringField("message", error.message());
        out.writeEndObject();
    }
}
