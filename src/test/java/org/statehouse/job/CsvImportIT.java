package org.statehouse.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.statehouse.job.ImportClient.faults;
import static org.statehouse.job.ImportClient.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.testkit.Server;

/** What becomes of CSV files, well-formed and not. Each test has ids of its own. */
class CsvImportIT {

    private static ImportClient imports =
            new ImportClient(Server.builder("none").build());

    @BeforeAll
    static void start() {
        imports = new ImportClient(ImportServer.shared());
    }

    private static JsonNode record(String model, Object id) {
        return imports.http().get("/api/records/" + model + "/" + id).send().json();
    }

    @Test
    void a_cell_of_every_type_becomes_the_value_that_it_reads() {
        assertThat(outcome(imports.csv("tag", "id,label\nred,Red\nblue,Blue\ngrün,Größe\n")))
                .isEqualTo("done 3 written 0 failed");
        JsonNode job = imports.csv("thing", """
                id,code,count,amount,flag,day,at,kind,mail,note,tidy,parent,tags
                100,c100,9007199254740991,12345678.90,true,2024-02-29,2024-02-29T12:00:00.000001+01:00,A,a@b.example,"x,""y""\u20ac", in ,,red; blue
                101,c101,0,-0.5,false,0001-01-01,1999-12-31T23:59:59Z,B,nobody,\uD83D\uDE00,,100,grün
                """);
        assertThat(faults(job)).containsExactly("3 mail email");
        assertThat(outcome(job)).isEqualTo("done 1 written 1 failed");
        assertThat(record("thing", 100).toString())
                .contains(
                        "\"count\":9007199254740991",
                        "\"amount\":1.23456789E7",
                        "\"flag\":true",
                        "\"day\":\"2024-02-29\"",
                        "\"at\":\"2024-02-29T11:00:00.000001Z\"",
                        "\"kind\":\"A\"",
                        "\"note\":\"x,\\\"y\\\"€\"",
                        "\"tidy\":\"IN\"",
                        "\"parent\":null");
        assertThat(tagsOf(100)).containsExactly("blue", "red");
    }

    private static List<String> tagsOf(int thing) {
        List<String> tags = new ArrayList<>();
        imports.http()
                .get("/api/records/thing/" + thing + "/tags")
                .send()
                .json()
                .get("data")
                .forEach(tag -> tags.add(tag.get("id").asText()));
        return tags;
    }

    @Test
    void an_empty_cell_is_null_and_two_quotes_are_the_empty_text() {
        JsonNode job = imports.csv("thing", "id,note,count\n110,,\n111,\"\",1\n112,x,\"\"\n");
        assertThat(faults(job)).containsExactly("4 count type");
        assertThat(record("thing", 110).get("note").isNull()).isTrue();
        assertThat(record("thing", 110).get("count").isNull()).isTrue();
        assertThat(record("thing", 111).get("note").asText("null")).isEmpty();
    }

    @Test
    void every_bad_cell_of_a_row_is_named_and_the_good_rows_are_written() {
        JsonNode job = imports.csv("thing", """
                id,code,count,amount,flag,day,at,kind,mail,parent
                120,good,1,1.00,true,2024-01-01,2024-01-01T00:00:00Z,A,a@b.example,
                121,much-too-long-code,-1,1.005,yes,2024-02-30,yesterday,C,nobody,99999
                x,,,,,,,,,
                ,,,,,,,,,
                122,good,,,,,,,,
                123,fine,,,,,,,,
                """);
        assertThat(outcome(job)).isEqualTo("done 2 written 4 failed");
        assertThat(faults(job))
                .containsExactlyInAnyOrder(
                        "3 code maxLength",
                        "3 count min",
                        "3 amount precision",
                        "3 flag type",
                        "3 day type",
                        "3 at type",
                        "3 kind options",
                        "3 mail email",
                        "3 parent exists",
                        "4 id type",
                        "5 id required",
                        "6 code unique");
    }

    @Test
    void lines_are_counted_through_quoted_line_breaks_and_empty_lines() {
        String file = "id,note\n130,\"a\nb\"\n\n\n130,x\n131,\"c\r\nd\re\"\n130,y\n132\n130,z";
        JsonNode job = imports.csv("thing", file);
        assertThat(faults(job)).containsExactly("6 id unique", "10 id unique", "11 null csv", "12 id unique");
        assertThat(record("thing", 130).get("note").asText()).isEqualTo("a\nb");
        assertThat(record("thing", 131).get("note").asText()).isEqualTo("c\r\nd\re");
        assertThat(job.get("line").asLong()).isEqualTo(12);
    }

    @Test
    void a_mark_and_line_ends_of_two_characters_are_no_part_of_the_cells() {
        JsonNode job = imports.csv("thing", "\uFEFFid,note\r\n140,a\r\n\r\n140,b\r\n141,\"x\"\r\n");
        assertThat(faults(job)).containsExactly("4 id unique");
        assertThat(record("thing", 140).get("note").asText()).isEqualTo("a");
        assertThat(record("thing", 141).get("note").asText()).isEqualTo("x");
    }

    @Test
    void a_row_with_bytes_that_are_not_utf_8_is_one_bad_row() {
        JsonNode job = imports.run(
                "thing",
                ImportClient.CSV,
                "id,note\n150,a\n151,b\u00FF\n152,c\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(outcome(job)).isEqualTo("done 2 written 1 failed");
        assertThat(faults(job)).containsExactly("3 null csv");
        assertThat(job.get("errors").get(0).get("message").asText()).contains("not valid UTF-8");
    }

    @Test
    void a_row_with_too_few_or_too_many_cells_is_a_bad_row() {
        JsonNode job = imports.csv("thing", "id,note\n160\n161,a,b\n162,c\n");
        assertThat(outcome(job)).isEqualTo("done 1 written 2 failed");
        assertThat(faults(job)).containsExactly("2 null csv", "3 null csv");
    }

    @Test
    void rows_before_a_quote_that_is_never_closed_are_written_and_the_job_fails_there() {
        JsonNode job = imports.csv("thing", "id,note\n170,a\n171,\"b\n172,c\n");
        assertThat(outcome(job)).isEqualTo("failed 1 written 0 failed");
        assertThat(job.get("line").asLong()).isEqualTo(2);
        assertThat(job.get("message").asText()).startsWith("From line 3 on");
        assertThat(record("thing", 170).get("note").asText()).isEqualTo("a");
    }

    @Test
    void a_quote_that_is_left_open_in_a_large_file_is_found_without_reading_all_of_it() {
        String file = "id,note\n175,a\n176,\"" + "0123456789\n".repeat(2_000_000);
        JsonNode job = imports.csv("thing", file);
        assertThat(outcome(job)).isEqualTo("failed 1 written 0 failed");
        assertThat(job.get("message").asText()).startsWith("From line 3 on").contains("characters");
    }

    @Test
    void text_after_a_closing_quote_ends_the_import_at_its_line() {
        JsonNode job = imports.csv("thing", "id,note\n180,a\n181,\"b\"c\n182,d\n");
        assertThat(outcome(job)).isEqualTo("failed 1 written 0 failed");
        assertThat(job.get("message").asText()).startsWith("From line 3 on");
    }

    @Test
    void a_header_that_does_not_fit_the_model_fails_the_import_before_any_row() {
        assertThat(headerFault("id,nope\n190,a\n")).contains("Line 1", "'nope'", "code");
        assertThat(headerFault("id,note,id\n190,a,190\n")).contains("Line 1", "'id'", "twice");
        assertThat(headerFault("id,version\n190,7\n")).contains("'version'");
        assertThat(headerFault("id,\n190,7\n")).contains("''");
        assertThat(headerFault("")).contains("empty");
        assertThat(headerFault("\n\n")).contains("empty");
        assertThat(imports.http().get("/api/records/thing/190").send().status()).isEqualTo(404);
    }

    private static String headerFault(String file) {
        JsonNode job = imports.csv("thing", file);
        assertThat(outcome(job)).isEqualTo("failed 0 written 0 failed");
        return job.get("message").asText();
    }

    @Test
    void a_header_alone_is_an_import_of_nothing() {
        JsonNode job = imports.csv("thing", "id,note\n");
        assertThat(outcome(job)).isEqualTo("done 0 written 0 failed");
        assertThat(job.get("total").asLong()).isZero();
    }

    @Test
    void a_cell_of_links_names_every_id_that_cannot_be_linked() {
        assertThat(outcome(imports.csv("tag", "id\none\ntwo\n"))).isEqualTo("done 2 written 0 failed");
        JsonNode job = imports.csv("thing", """
                id,tags
                195,one;two;one
                196,
                197,one;three;four
                198,one;;two
                199,""
                """);
        assertThat(outcome(job)).isEqualTo("done 3 written 2 failed");
        assertThat(faults(job)).containsExactly("4 tags exists", "4 tags exists", "5 tags type");
        assertThat(tagsOf(195)).containsExactly("one", "two");
        assertThat(tagsOf(199)).isEmpty();
    }
}
