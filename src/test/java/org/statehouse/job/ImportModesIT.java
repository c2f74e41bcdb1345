package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.statehouse.job.ImportClient.faults;
import static org.statehouse.job.ImportClient.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Imports that change records, that only try, and that are all or nothing; exports that are imported again. */
class ImportModesIT {

    private static final int MAX_ATOMIC_ROWS = 2_000;

    private static Server server = Server.builder("none").build();
    private static ImportClient imports = new ImportClient(server);

    @BeforeAll
    static void start() {
        server = ImportServer.shared();
        imports = new ImportClient(server);
    }

    private static JsonNode run(String model, String query, String mediaType, String file) {
        Http.Answer answer = server.http()
                .post("/api/records/" + model + "/import?" + query)
                .body(mediaType, file.getBytes(StandardCharsets.UTF_8))
                .send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return imports.ended(answer.json().get("id").asText());
    }

    private static String figures(JsonNode job) {
        return outcome(job) + ": " + job.get("created") + " " + job.get("updated") + " " + job.get("unchanged");
    }

    private static String export(String path) {
        Http.Answer answer = server.http().get("/api/records/" + path).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.text();
    }

    private static String cursor() {
        return server.http()
                .get("/api/changes?since=now")
                .send()
                .json()
                .get("cursor")
                .asText();
    }

    private static int changesSince(String cursor) {
        JsonNode page = server.http()
                .get("/api/changes?limit=1000&since=" + cursor)
                .send()
                .json();
        assertThat(page.get("more").asBoolean()).isFalse();
        return page.get("changes").size();
    }

    @Test
    void an_export_in_either_format_is_imported_again_without_a_change_and_restores_what_was_changed() {
        run("tag", "", ImportClient.CSV, "id,label\nmode;1,=Sum\nmode 2,\"\"\nmode3,\n");
        String rows = """
                {"id":7001,"code":"'=x","count":-0,"amount":"-12.5","flag":false,"note":"","tags":["mode;1","mode 2"]}
                {"id":7002,"code":"@me","count":3,"at":"2024-02-29T12:00:00.000001Z","day":"0001-01-01","kind":"A"}
                {"id":7003,"code":"''-","note":"a\\r\\n\\"b\\",c","mail":"a@b.example","parent":7001,"tags":["mode3"]}
                """;
        assertThat(outcome(run("thing", "", ImportClient.NDJSON, rows))).isEqualTo("done 3 written 0 failed");
        String filter = "filter%5Bid%5D%5Bbetween%5D=7001,7003";
        String json = export("thing/export?" + filter);
        String csv = export("thing/export?format=csv&" + filter);
        String before = cursor();
        assertThat(figures(run("thing", "mode=upsert", ImportClient.NDJSON, json)))
                .isEqualTo("done 3 written 0 failed: 0 0 3");
        assertThat(figures(run("thing", "mode=upsert", ImportClient.CSV, csv)))
                .isEqualTo("done 3 written 0 failed: 0 0 3");
        assertThat(changesSince(before)).isZero();
        run("thing", "mode=upsert", ImportClient.CSV, "id,note,code,tags\n7001,x,y,\n7003,,,mode3;mode;1\n");
        run("thing", "mode=upsert", ImportClient.NDJSON, "{\"id\":7002,\"tags\":[\"mode3\"],\"day\":null}");
        assertThat(figures(run("thing", "mode=upsert", ImportClient.CSV, csv)))
                .isEqualTo("done 3 written 0 failed: 0 2 1");
        run("thing", "mode=upsert", ImportClient.NDJSON, json);
        assertThat(withoutVersions(export("thing/export?" + filter))).isEqualTo(withoutVersions(json));
    }

    private static String withoutVersions(String lines) {
        return lines.replaceAll("\"version\":\\d+|\"updatedAt\":\"[^\"]*\"", "");
    }

    @Test
    void columns_that_are_named_are_left_out_also_unknown_ones() {
        assertThat(faults(run("thing", "", ImportClient.NDJSON, "{\"id\":7100,\"extra\":1,\"version\":3}")))
                .containsExactly("1 extra unknown");
        assertThat(outcome(run(
                        "thing",
                        "ignore=extra,version",
                        ImportClient.NDJSON,
                        "{\"id\":7100,\"extra\":1,\"version\":3}")))
                .isEqualTo("done 1 written 0 failed");
        assertThat(outcome(run("thing", "ignore=extra", ImportClient.CSV, "id,extra,note\n7101,x,y\n")))
                .isEqualTo("done 1 written 0 failed");
        JsonNode unknown = run("thing", "mode=upsert", ImportClient.CSV, "id,extra\n7101,x\n");
        assertThat(unknown.get("message").asText()).contains("'extra'");
    }

    @Test
    void a_dry_run_tells_what_would_be_and_writes_nothing() {
        run("thing", "", ImportClient.CSV, "id,code\n7200,d0\n");
        String before = cursor();
        StringBuilder file = new StringBuilder("id,code,parent\n7200,changed,\n7201,d0,\n");
        for (int i = 0; i < 1_000; i++) {
            file.append(72_000 + i).append(",d").append(i % 999 + 1).append(",7200\n");
        }
        file.append("72999,,72998\n72999,,88888\n");
        JsonNode job = run("thing", "mode=upsert&dryRun=true", ImportClient.CSV, file.toString());
        assertThat(figures(job)).isEqualTo("done 1002 written 2 failed: 1001 1 0");
        assertThat(faults(job)).containsExactly("1003 code unique", "1005 parent exists");
        assertThat(job.get("dryRun").asBoolean()).isTrue();
        assertThat(changesSince(before)).isZero();
        assertThat(imports.http().get("/api/records/thing/7201").send().status())
                .isEqualTo(404);
        assertThat(imports.http()
                        .get("/api/records/thing/7200")
                        .send()
                        .json()
                        .get("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void an_atomic_import_writes_all_rows_at_one_position_or_none_and_reports_every_bad_row() {
        StringBuilder file = new StringBuilder("number,text\n");
        for (int i = 0; i < 1_500; i++) {
            file.append(5_000_000 + i).append(i % 700 == 699 ? ",\n" : ",x\n");
        }
        String before = cursor();
        JsonNode bad = run("line", "atomic=true", ImportClient.CSV, file.toString());
        assertThat(figures(bad)).isEqualTo("failed 0 written 2 failed: 0 0 0");
        assertThat(faults(bad)).containsExactly("701 text required", "1401 text required");
        assertThat(bad.get("message").asText()).isEqualTo("2 of 1500 rows are bad: nothing was written");
        assertThat(changesSince(before)).isZero();
        JsonNode tried = run("line", "atomic=true&dryRun=true", ImportClient.CSV, file.toString());
        assertThat(tried.get("message").asText()).isEqualTo("2 of 1500 rows are bad: nothing would be written");
        JsonNode good =
                run("line", "atomic=true", ImportClient.CSV, file.toString().replace(",\n", ",y\n"));
        assertThat(figures(good)).isEqualTo("done 1500 written 0 failed: 1500 0 0");
        assertThat(changesSince(before)).isEqualTo(1_500);
    }

    @Test
    void a_file_that_is_too_large_for_one_transaction_or_cannot_be_read_on_leaves_nothing() {
        StringBuilder file = new StringBuilder("number,text\n");
        for (int i = 0; i <= MAX_ATOMIC_ROWS; i++) {
            file.append(6_000_000 + i).append(",x\n");
        }
        String before = cursor();
        for (String query : List.of("atomic=true", "dryRun=true")) {
            JsonNode job = run("line", query, ImportClient.CSV, file.toString());
            assertThat(outcome(job)).isEqualTo("failed 0 written 0 failed");
            assertThat(job.get("message").asText()).contains("at most 2000 rows");
        }
        JsonNode open = run("line", "atomic=true", ImportClient.CSV, "number,text\n6100000,x\n6100001,\n6100002,\"x\n");
        assertThat(outcome(open)).isEqualTo("failed 0 written 1 failed");
        assertThat(open.get("message").asText()).startsWith("From line 4 on");
        assertThat(changesSince(before)).isZero();
        assertThat(outcome(run("line", "atomic=true", ImportClient.CSV, "number,text\n")))
                .isEqualTo("done 0 written 0 failed");
    }
}
