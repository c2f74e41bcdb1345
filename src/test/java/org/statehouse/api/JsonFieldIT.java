package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.statehouse.job.ImportClient;
import org.statehouse.json.Json;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Fields of type json from end to end: any JSON, exact, on every path. */
class JsonFieldIT {

    private static final String HUGE = "1234567890".repeat(99) + ".1234567800";
    private static final String NESTED =
            "{\"n\":" + HUGE + ",\"none\":null,\"list\":[1.50,{\"a\":{}},[]],\"text\":\"=1, \\\"so\\\"\\n\u00fc\"}";

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);
    private final ImportClient imports = new ImportClient(server);

    private static String device(long id) {
        return "/api/records/device/" + id;
    }

    private long create(String data) {
        return records.createNumbered("device", "\"data\":" + data);
    }

    private String data(long id) {
        return exact(records.http().get(device(id)).send()).path("data").toString();
    }

    /** With all digits of numbers. */
    private static JsonNode exact(Http.Answer answer) {
        return Json.parse(utf8(answer.text()));
    }

    private Scenario patch(String name, long id, String data) {
        return Scenario.of(name, "PATCH", device(id)).json("{\"data\":" + data + "}");
    }

    @Test
    void what_is_written_is_what_every_answer_and_the_log_have() {
        String start = records.now();
        long id = RecordsServer.number();
        Scenario.of("nested, with a huge number", "POST", "/api/records/device")
                .json("{\"id\":" + id + ",\"data\":" + NESTED + "}")
                .answers(201)
                .with(
                        "\"n\":" + HUGE + ",",
                        "\"none\":null",
                        "\"list\":[1.50,{\"a\":{}},[]]",
                        "\"setup\":{\"mode\":\"auto\",\"more\":null,\"levels\":[1,2.50]}")
                .logs(1)
                .rows("device", 1)
                .run(server);
        String stored = records.http().get(device(id)).send().text();
        String data = stored.substring(stored.indexOf("\"data\":"), stored.indexOf(",\"setup\""));
        assertThat(data).contains(HUGE, "[1.50,");
        long child = records.createNumbered("device", "\"parent\":" + id);
        Scenario.of("expanded", "GET", device(child) + "?expand=parent")
                .answers(200)
                .with("\"data\":null", data)
                .run(server);
        Scenario.of("listed", "GET", "/api/records/device?filter%5Bid%5D=" + id)
                .answers(200)
                .with(data)
                .run(server);
        records.patch("device", id, 1, "{\"data\":[]}");
        JsonNode changes =
                exact(records.http().get("/api/changes?since=" + start).send()).path("changes");
        assertThat(changes.get(0).path("changes").path("data").toString()).isEqualTo(data.substring(7));
        assertThat(changes.get(2).path("before").path("data").toString()).isEqualTo(data.substring(7));
        assertThat(changes.get(2).path("changes").path("data").toString()).isEqualTo("[]");
    }

    @Test
    void a_patch_merges_objects_and_a_put_replaces_them() {
        long id = create("{\"a\":{\"x\":1,\"y\":2},\"b\":[1],\"none\":null}");
        patch("merged", id, "{\"a\":{\"x\":null,\"z\":{\"q\":null}},\"c\":true}")
                .answers(200)
                .with("\"data\":{\"a\":{\"y\":2,\"z\":{}},\"b\":[1],\"c\":true,\"none\":null}")
                .logs(1)
                .run(server);
        patch("an array takes the place", id, "[null]")
                .answers(200)
                .with("\"data\":[null]")
                .logs(1)
                .run(server);
        patch("an object takes the place of what is none, without nulls", id, "{\"a\":null,\"b\":1}")
                .answers(200)
                .with("\"data\":{\"b\":1}")
                .logs(1)
                .run(server);
        Scenario.of("put keeps nulls", "PUT", device(id))
                .json("{\"data\":{\"a\":null}}")
                .answers(200)
                .with("\"data\":{\"a\":null}")
                .logs(1)
                .run(server);
        patch("null is no value", id, "null")
                .answers(200)
                .with("\"data\":null")
                .logs(1)
                .run(server);
        Scenario.of("required", "PATCH", device(id))
                .json("{\"setup\":null}")
                .refused(422, "validation-failed")
                .with("\"rule\":\"required\"")
                .run(server);
    }

    @Test
    void an_equal_value_changes_nothing() {
        long id = create("{\"a\":1.0,\"b\":[0.50]}");
        for (String equal : List.of("{\"b\":[0.5],\"a\":1}", "{}", "{\"a\":10e-1}", "{\"zz\":null}")) {
            patch(equal, id, equal).answers(200).with("\"version\":1").run(server);
        }
        Scenario.of("put", "PUT", device(id))
                .json("{\"data\":{\"b\":[0.5],\"a\":1}}")
                .answers(200)
                .with("\"version\":1")
                .run(server);
    }

    @Test
    void a_conflict_is_about_what_the_merge_would_make() {
        long id = create("{\"a\":1,\"b\":1}");
        records.patch("device", id, 1, "{\"data\":{\"b\":2}}");
        patch("both change it", id, "{\"a\":2}")
                .ifMatch("\"1\"")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[\"data\"]")
                .run(server);
        patch("one changes nothing", id, "{\"a\":1.0}")
                .ifMatch("\"1\"")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[]")
                .run(server);
        patch("both do the same", id, "{\"b\":2}")
                .ifMatch("\"1\"")
                .refused(412, "version-conflict")
                .with("\"conflicts\":[]")
                .run(server);
    }

    @Test
    void what_cannot_be_stored_exactly_is_refused() {
        long id = create("1");
        for (List<String> bad : List.of(
                List.of("1e1000", "maxDigits"),
                List.of("{\"a\":[1e-1000]}", "maxDigits"),
                List.of("-1e999999999", "maxDigits"),
                List.of("\"\\u0000\"", "characters"),
                List.of("{\"\\ud800\":1}", "characters"),
                List.of("[" + "1,".repeat(100_000) + "1]", "maxValues"))) {
            patch(bad.get(1), id, bad.get(0))
                    .refused(422, "validation-failed")
                    .with("\"pointer\":\"/data\"", "\"rule\":\"" + bad.get(1) + "\"")
                    .run(server);
        }
        patch("the largest", id, "1e999")
                .answers(200)
                .with("1" + "0".repeat(999) + ",")
                .logs(1)
                .run(server);
    }

    @Test
    void filters_compare_by_value() {
        String mark = "m" + RecordsServer.number();
        long one = create("{\"mark\":\"" + mark + "\",\"n\":1.0}");
        long two = create("\"" + mark + "\"");
        assertThat(found("filter=" + encoded("{\"data\":{\"eq\":{\"n\":1,\"mark\":\"" + mark + "\"}}}")))
                .containsExactly(one);
        assertThat(found("filter[data]=" + encoded("{\"n\": 1e0, \"mark\": \"" + mark + "\"}")))
                .containsExactly(one);
        assertThat(found("filter=" + encoded("{\"data\":\"" + mark + "\"}"))).containsExactly(two);
        assertThat(found("filter="
                        + encoded("{\"id\":{\"in\":[" + one + "," + two + "]},\"data\":{\"ne\":\"" + mark + "\"}}")))
                .containsExactly(one);
        assertThat(found("filter[id][in]=" + one + "," + two + "&filter[data][isNull]=true"))
                .isEmpty();
    }

    private List<Long> found(String query) {
        Http.Answer answer = records.http()
                .get("/api/records/device?" + query.replace("[", "%5B").replace("]", "%5D"))
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json().path("data").findValues("id").stream()
                .map(JsonNode::asLong)
                .collect(Collectors.toList());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void what_a_query_cannot_ask_is_refused() {
        for (List<String> bad : List.of(
                List.of("filter%5Bdata%5D=abc", "must be JSON"),
                List.of("filter%5Bdata%5D=", "must be JSON"),
                List.of("filter%5Bdata%5D=null", "other than null"),
                List.of("filter%5Bdata%5D%5Bgt%5D=1", "does not apply"),
                List.of("filter%5Bdata%5D%5Bin%5D=1", "does not apply"),
                List.of("filter=" + encoded("{\"data\":{\"eq\":1e1000}}"), "1000 digits"),
                List.of("filter=" + encoded("{\"data\":{\"a\":1}}"), "operator"),
                List.of("filter=" + encoded("{\"data\":{\"eq\":\"\\u0000\"}}"), "U+0000"),
                List.of("sort=data", "data"))) {
            Scenario.of(bad.get(0), "GET", "/api/records/device?" + bad.get(0))
                    .refused(400, "bad-query")
                    .with(bad.get(1))
                    .run(server);
        }
    }

    @Test
    void a_record_comes_back_from_either_format_as_it_was() {
        for (String data : List.of(NESTED, "-1.50", "\"=1\"", "\"\"", "\"null\"", "[]", "false")) {
            long id = create(data);
            String wanted = data(id);
            for (String format : List.of("ndjson", "csv")) {
                String file = records.http()
                        .get("/api/records/device/export?format=" + format + "&fields=data&filter%5Bid%5D=" + id)
                        .send()
                        .text();
                long copy = RecordsServer.number();
                String type = format.equals("csv") ? "text/csv" : "application/x-ndjson";
                JsonNode job = imports.run("device", type, utf8(importable(file, format, id, copy)));
                assertThat(job.path("written").asInt()).as("%s %s", file, job).isEqualTo(1);
                assertThat(data(copy)).as(file).isEqualTo(wanted);
            }
        }
    }

    /** With another id and without the version, which no import takes. */
    private static String importable(String file, String format, long id, long copy) {
        return format.equals("csv")
                ? file.replaceFirst("id,version,data", "id,data").replaceFirst("(?m)^" + id + ",1,", copy + ",")
                : file.replaceFirst("\"id\":" + id + ",\"version\":1", "\"id\":" + copy);
    }

    @Test
    void a_cell_that_is_no_json_is_an_error_of_its_row() {
        long id = RecordsServer.number();
        JsonNode job = imports.run("device", "text/csv", utf8("id,data\n" + id + ",abc\n"));
        assertThat(job.path("failed").asInt()).as("%s", job).isEqualTo(1);
        assertThat(job.path("errors").path(0).path("field").asText()).isEqualTo("data");
        assertThat(job.path("errors").path(0).path("message").asText()).contains("must be JSON");
    }

    @Test
    void each_place_that_breaks_the_schema_is_named() {
        long id = RecordsServer.number();
        Scenario.of("obeys", "POST", "/api/records/device")
                .json("{\"id\":" + id + ",\"limits\":{\"max\":10.0,\"steps\":[0.15,1e3]},\"shape\":[1.0,2]}")
                .answers(201)
                .with("\"limits\":{\"max\":10.0,\"steps\":[0.15,1000]}")
                .logs(1)
                .rows("device", 1)
                .run(server);
        limits("many places", id, "{\"name\":\"A\",\"steps\":[0.15,\"x\",0.01],\"a/b\":1}")
                .refused(422, "validation-failed")
                .with(
                        "\"pointer\":\"/limits/name\"",
                        "\"pointer\":\"/limits/steps/1\"",
                        "\"pointer\":\"/limits/steps/2\"",
                        "\"pointer\":\"/limits\"",
                        "\"field\":\"limits\",\"rule\":\"schema\"",
                        "\"message\":\"Limits does not obey its schema at /steps/1: ",
                        "\"params\":{\"keyword\":\"additionalProperties\"}",
                        "\"params\":{\"keyword\":\"multipleOf\"}")
                .run(server);
        limits("after the merge", id, "{\"max\":null}")
                .refused(422, "validation-failed")
                .with("\"pointer\":\"/limits\"", "\"params\":{\"keyword\":\"required\"}")
                .run(server);
        limits("one member alone", id, "{\"name\":\"a\"}")
                .answers(200)
                .with("\"max\":10.0,\"name\":\"a\"")
                .logs(1)
                .run(server);
        limits("null obeys", id, "null").answers(200).logs(1).run(server);
        String thousand = "1,".repeat(999) + "1";
        String answer = limits("100 of them", id, "{\"max\":1,\"steps\":[" + thousand.replace("1", "true") + "]}")
                .refused(422, "validation-failed")
                .run(server)
                .text();
        assertThat(answer.split("\"rule\":\"schema\"", -1)).hasSize(101);
    }

    private Scenario limits(String name, long id, String limits) {
        return Scenario.of(name, "PATCH", device(id)).json("{\"limits\":" + limits + "}");
    }

    @Test
    void descriptions_know_json_and_its_schema() {
        Scenario.of("JSON Schema of a create", "GET", "/api/metadata/models/device/schema?form=create")
                .answers(200)
                .with("\"shape\":{\"anyOf\":[{\"enum\":[\"round\",[1,2.0]]},{\"type\":\"null\"}],\"title\":\"Shape\"}")
                .with("\"limits\":{\"title\":\"Limits\"}")
                .run(server);
        Scenario.of("types", "GET", "/api/metadata/types.ts")
                .answers(200)
                .with("export type JsonValue =", "  data: JsonValue;", "  setup: NonNullable<JsonValue>;")
                .run(server);
        Scenario.of("model", "GET", "/api/metadata/models/device")
                .answers(200)
                .with("\"settings\":{\"schema\":{\"enum\":[\"round\",[1,2.0]]}}", "\"control\":\"jsonEditor\"")
                .run(server);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
