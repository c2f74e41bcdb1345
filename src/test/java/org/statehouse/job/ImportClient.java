package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.statehouse.json.Json;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Sends files to a server and follows their jobs. */
public final class ImportClient {

    static final String CSV = "text/csv";
    static final String NDJSON = "application/x-ndjson";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Server server;

    public ImportClient(Server server) {
        this.server = server;
    }

    Http http() {
        return server.http();
    }

    /** Imports a file and waits until its job has ended. */
    JsonNode csv(String model, String text) {
        return run(model, CSV, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for lines of JSON. */
    JsonNode ndjson(String model, String... lines) {
        return run(model, NDJSON, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** The same for bytes that need not be text. */
    public JsonNode run(String model, String mediaType, byte[] file) {
        return ended(begin(model, mediaType, file));
    }

    /** Sends a file; gives the id of its job. */
    String begin(String model, String mediaType, byte[] file) {
        Http.Answer answer = server.http()
                .post("/api/records/" + model + "/import")
                .body(mediaType, file)
                .send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        String id = answer.json().get("id").asText();
        assertThat(answer.header("Location")).hasValue(server.uri() + "/api/jobs/" + id);
        return id;
    }

    /** The job when it has ended; the database may be away for a while. */
    JsonNode ended(String id) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            Http.Answer answer = server.http().get("/api/jobs/" + id).send();
            assertThat(answer.status()).as(answer.toString()).isIn(200, 503);
            return answer.status() == 200
                    && !answer.json().get("status").asText().equals("running");
        });
        return job(id);
    }

    JsonNode job(String id) {
        Http.Answer answer = server.http().get("/api/jobs/" + id).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return Json.parse(answer.text().getBytes(StandardCharsets.UTF_8));
    }

    /** All errors of a job, as its download has them. */
    List<JsonNode> errors(String id) {
        Http.Answer answer = server.http().get("/api/jobs/" + id + "/errors").send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue(NDJSON);
        return answer.text()
                .lines()
                .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** Status and figures in a few words: {@code done 2 written 1 failed}. */
    static String outcome(JsonNode job) {
        assertThat(job.get("processed").asLong())
                .as(job.toString())
                .isEqualTo(job.get("written").asLong() + job.get("failed").asLong());
        return job.get("status").asText() + " " + job.get("written") + " written " + job.get("failed") + " failed";
    }

    /** The errors of a job's answer as {@code line field rule}, in their order. */
    static List<String> faults(JsonNode job) {
        List<String> faults = new ArrayList<>();
        job.get("errors").forEach(error -> faults.add(fault(error)));
        return faults;
    }

    static String fault(JsonNode error) {
        assertThat(error.get("message").asText()).as(error.toString()).isNotBlank();
        return error.get("line") + " " + error.get("field").asText() + " "
                + error.get("rule").asText();
    }

    /** Every record of a model, in the order of ids, each as one text of the fields that are asked for. */
    List<String> records(String model, String fields) {
        List<String> records = new ArrayList<>();
        String after = "";
        do {
            Http.Answer answer = server.http()
                    .get("/api/records/" + model + "?sort=id&limit=1000&fields=" + fields + after)
                    .send();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            JsonNode page = Json.parse(answer.text().getBytes(StandardCharsets.UTF_8));
            page.get("data").forEach(record -> records.add(text(record, fields)));
            JsonNode next = page.get("page").get("next");
            after = next.isNull() ? "" : "&after=" + next.asText();
        } while (!after.isEmpty());
        return records;
    }

    private static String text(JsonNode record, String fields) {
        List<String> values = new ArrayList<>();
        for (String field : fields.split(",", -1)) {
            values.add(record.get(field).toString());
        }
        return String.join(" ", values);
    }
}
