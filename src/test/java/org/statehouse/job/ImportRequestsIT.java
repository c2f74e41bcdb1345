package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Requests for imports that are refused, and what they leave: nothing. */
class ImportRequestsIT {

    private static final String FILE = "{\"id\":\"refused\"}\n";

    private final Server server = ImportServer.shared();

    private Http.Answer send(String path, String mediaType, String file) {
        return server.http().post(path).body(mediaType, file).send();
    }

    private static void isProblem(Http.Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.json().get("slug").asText()).isEqualTo(slug);
        assertThat(answer.json().get("detail").asText()).isNotBlank();
    }

    /** No file is kept and no record was written. */
    private void leavesNothing() throws IOException {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(spooled()).isEmpty());
        assertThat(server.http().get("/api/records/tag/refused").send().status())
                .isEqualTo(404);
    }

    private List<Path> spooled() throws IOException {
        try (Stream<Path> files = Files.list(server.data().resolve("imports"))) {
            return files.filter(file -> file.toString().endsWith(".import")).toList();
        }
    }

    @Test
    void a_model_that_is_not_there_is_answered_with_404() throws IOException {
        isProblem(send("/api/records/nope/import", ImportClient.NDJSON, FILE), 404, "unknown-model");
        leavesNothing();
    }

    @Test
    void a_content_type_that_is_no_file_of_records_is_answered_with_415() throws IOException {
        for (String type : List.of("application/json", "text/plain", "multipart/form-data; boundary=x")) {
            Http.Answer answer = send("/api/records/tag/import", type, FILE);
            isProblem(answer, 415, "unsupported-media-type");
            assertThat(answer.json().get("accepted").toString()).contains("text/csv", ImportClient.NDJSON);
        }
        leavesNothing();
    }

    @Test
    void a_file_in_another_charset_is_answered_with_415() throws IOException {
        for (String charset : List.of("iso-8859-1", "utf-16")) {
            String type = "text/csv; charset=" + charset;
            isProblem(send("/api/records/tag/import", type, "id\nrefused\n"), 415, "unsupported-media-type");
        }
        leavesNothing();
    }

    @Test
    void headers_that_are_not_taken_are_answered_with_400() throws IOException {
        for (String header : List.of("If-Match", "If-None-Match")) {
            Http.Answer answer = server.http()
                    .post("/api/records/tag/import")
                    .header(header, "\"1\"")
                    .body(ImportClient.NDJSON, FILE)
                    .send();
            isProblem(answer, 400, "malformed-request");
            assertThat(answer.json().get("header").asText()).isEqualTo(header);
        }
        leavesNothing();
    }

    @Test
    void parameters_that_are_not_understood_are_answered_with_400() throws IOException {
        for (String query : List.of(
                "mode=create&mode=upsert",
                "nope=1",
                "mode=",
                "mode=replace",
                "by=label",
                "mode=create&by=id",
                "mode=upsert&by=label",
                "mode=upsert&by=nope",
                "mode=upsert&by=",
                "dryRun=1",
                "dryRun=",
                "atomic=yes",
                "atomic=true&atomic=true",
                "ignore=",
                "ignore=a,,b",
                "ignore=a%0Ab",
                "ignore=" + "a,".repeat(100) + "a")) {
            isProblem(send("/api/records/tag/import?" + query, ImportClient.NDJSON, FILE), 400, "bad-query");
        }
        leavesNothing();
    }

    @Test
    void a_file_beyond_the_limit_is_answered_with_413_and_leaves_nothing() throws IOException {
        byte[] file = (FILE + " ".repeat(ImportServer.MAX_BYTES)).getBytes(StandardCharsets.UTF_8);
        Http.Answer answer = server.http()
                .post("/api/records/tag/import")
                .body(ImportClient.NDJSON, file)
                .send();
        isProblem(answer, 413, "too-large");
        assertThat(answer.json().get("max").asLong()).isEqualTo(ImportServer.MAX_BYTES);
        leavesNothing();
    }

    @Test
    void a_file_whose_sender_goes_away_is_not_imported() throws IOException {
        String head = "POST /api/records/tag/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + ImportClient.NDJSON
                + "\r\n";
        String chunk = Integer.toHexString(FILE.length()) + "\r\n" + FILE + "\r\n";
        breakOff(head + "Content-Length: 1000000\r\n\r\n" + FILE);
        breakOff(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
        leavesNothing();
    }

    private void breakOff(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(spooled()).isNotEmpty());
            socket.shutdownOutput();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(spooled()).isEmpty());
    }

    @Test
    void a_job_that_is_not_there_is_answered_with_404() {
        for (String id : List.of("nope", "0".repeat(32), "A".repeat(32), "0".repeat(4_000), "%27")) {
            isProblem(server.http().get("/api/jobs/" + id).send(), 404, "unknown-job");
            isProblem(server.http().get("/api/jobs/" + id + "/errors").send(), 404, "unknown-job");
        }
    }

    @Test
    void jobs_and_metadata_take_no_parameters() {
        String job = "/api/jobs/" + "0".repeat(32);
        for (String path : List.of(job, job + "/errors", "/api/metadata", "/api/metadata/models/tag")) {
            isProblem(server.http().get(path + "?nope=1").send(), 400, "bad-query");
        }
    }
}
