package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.statehouse.job.ImportClient.fault;
import static org.statehouse.job.ImportClient.faults;
import static org.statehouse.job.ImportClient.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** What becomes of NDJSON files, well-formed and not. Each test has ids of its own. */
class NdjsonImportIT {

    private static ImportClient imports =
            new ImportClient(Server.builder("none").build());

    @BeforeAll
    static void start() {
        imports = new ImportClient(ImportServer.shared());
    }

    @Test
    void every_bad_line_is_named_and_the_good_ones_are_written() {
        JsonNode job = imports.ndjson(
                "thing",
                "\uFEFF{\"id\":1000,\"note\":\"a\"}\r",
                "",
                "{\"id\":1001,\"note\":",
                "[1]",
                "{\"id\":1002,\"nope\":1,\"neither\":2}",
                "{\"id\":1003,\"version\":1}",
                "{\"note\":\"x\"}",
                "{\"id\":1.5}",
                "{\"id\":1004,\"id\":1005}",
                "{\"id\":1006,\"count\":\"many\",\"kind\":\"Z\",\"parent\":77777}",
                "{\"id\":1007,\"things\":1}",
                "{\"id\":1008,\"tags\":[\"nowhere\"]}",
                "{\"id\":1009} {\"id\":1010}",
                "{\"id\":1011}");
        assertThat(faults(job))
                .containsExactlyInAnyOrder(
                        "3 null json",
                        "4 null json",
                        "5 nope unknown",
                        "5 neither unknown",
                        "6 version readOnly",
                        "7 id required",
                        "8 id type",
                        "9 null json",
                        "10 count type",
                        "10 kind options",
                        "10 parent exists",
                        "11 things unknown",
                        "12 tags exists",
                        "13 null json");
        assertThat(outcome(job)).isEqualTo("done 2 written 11 failed");
    }

    @Test
    void what_cannot_be_stored_is_reported_and_spoils_no_other_line() {
        JsonNode job = imports.ndjson(
                "thing",
                "{\"id\":1020}",
                "{\"id\":1021,\"a\\u0000b\":1}",
                "{\"id\":1022,\"\\ud800\":1}",
                "{\"id\":1023,\"note\":\"\\u0000\"}",
                "{\"id\":1024,\"note\":\"\\ud800\"}",
                "{\"id\":1025,\"amount\":1e400000}",
                "{\"id\":99999999999999999999}",
                "{\"id\":1026}");
        assertThat(outcome(job)).isEqualTo("done 2 written 6 failed");
        assertThat(faults(job))
                .containsExactly(
                        "2 a\uFFFDb unknown",
                        "3 \uFFFD unknown",
                        "4 note characters",
                        "5 note characters",
                        "6 amount precision",
                        "7 id type");
    }

    @Test
    void a_line_with_bytes_that_are_not_utf_8_is_one_bad_line() {
        byte[] file = "{\"id\":1030}\n{\"id\":1031,\"note\":\"\u00FF\"}\n{\"id\":1032}\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        JsonNode job = imports.run("thing", ImportClient.NDJSON, file);
        assertThat(outcome(job)).isEqualTo("done 2 written 1 failed");
        assertThat(faults(job)).containsExactly("2 null json");
    }

    @Test
    void a_line_beyond_its_limit_is_one_bad_line() {
        JsonNode job = imports.ndjson(
                "thing", "{\"id\":1035}", "{\"id\":1036,\"note\":\"" + "x".repeat(17 << 20) + "\"}", "{\"id\":1037}");
        assertThat(outcome(job)).isEqualTo("done 2 written 1 failed");
        assertThat(faults(job)).containsExactly("2 null tooLarge");
    }

    @Test
    void an_empty_file_is_an_import_of_nothing() {
        assertThat(outcome(imports.ndjson("thing", ""))).isEqualTo("done 0 written 0 failed");
        assertThat(outcome(imports.ndjson("thing", "", " ", "\r"))).isEqualTo("done 0 written 0 failed");
    }

    @Test
    void a_reference_to_an_earlier_row_is_good_and_one_to_a_later_row_or_itself_is_not() {
        JsonNode job = imports.ndjson(
                "thing",
                "{\"id\":1040}",
                "{\"id\":1041,\"parent\":1040}",
                "{\"id\":1042,\"parent\":1043}",
                "{\"id\":1043,\"parent\":1041}",
                "{\"id\":1044,\"parent\":1044}",
                "{\"id\":1045,\"parent\":1042}");
        assertThat(faults(job)).containsExactly("3 parent exists", "5 parent exists", "6 parent exists");
        assertThat(outcome(job)).isEqualTo("done 3 written 3 failed");
    }

    @Test
    void a_row_that_was_refused_does_not_keep_its_id_from_the_rows_after_it() {
        JsonNode job = imports.ndjson(
                "thing",
                "{\"id\":1050,\"parent\":88888}",
                "{\"id\":1050,\"count\":-1}",
                "{\"id\":1050,\"note\":\"third\"}",
                "{\"id\":1050,\"note\":\"fourth\"}");
        assertThat(faults(job)).containsExactly("1 parent exists", "2 count min", "4 id unique");
        assertThat(imports.http()
                        .get("/api/records/thing/1050")
                        .send()
                        .json()
                        .get("note")
                        .asText())
                .isEqualTo("third");
    }

    @Test
    void the_answer_has_the_first_thousand_errors_and_the_download_all_of_them() {
        String file = IntStream.rangeClosed(1, 2_500)
                .mapToObj(line -> line % 5 == 0 ? "{\"id\":" + (20_000 + line) + "}" : "{\"id\":null}")
                .collect(Collectors.joining("\n"));
        JsonNode job = imports.ndjson("thing", file);
        assertThat(outcome(job)).isEqualTo("done 500 written 2000 failed");
        List<String> expected = IntStream.rangeClosed(1, 2_500)
                .filter(line -> line % 5 != 0)
                .mapToObj(line -> line + " id required")
                .toList();
        assertThat(faults(job)).isEqualTo(expected.subList(0, 1_000));
        assertThat(imports.errors(job.get("id").asText()).stream().map(error -> fault(error)))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void rows_of_many_bytes_make_small_batches() throws SQLException {
        String blanks = " ".repeat(1 << 20);
        String file = IntStream.range(1060, 1072)
                .mapToObj(id -> "{\"id\":" + id + "," + blanks + "\"note\":\"x\"}")
                .collect(Collectors.joining("\n"));
        assertThat(outcome(imports.ndjson("thing", file))).isEqualTo("done 12 written 0 failed");
        try (Connection connection = ImportServer.shared().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(DISTINCT position) FROM statehouse.change_log WHERE record_id"
                                + " BETWEEN '1060' AND '1071' AND length(record_id) = 4")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(3);
        }
    }
}
