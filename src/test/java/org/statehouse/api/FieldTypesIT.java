package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.job.ImportClient;
import org.statehouse.json.Json;
import org.statehouse.testkit.Server;

/** Values of every type at their edges on every path: bodies, filters, sorts, imports, the log. */
class FieldTypesIT {

    /** A field, a value as it is written, and as it is given back. */
    private record Edge(String field, String written, String given, String text) {}

    private static final List<Edge> EDGES = List.of(
            new Edge("big", "9007199254740991", "9007199254740991", "9007199254740991"),
            new Edge("big", "9007199254740993", "\"9007199254740993\"", "9007199254740993"),
            new Edge("big", "\"9223372036854775807\"", "\"9223372036854775807\"", "9223372036854775807"),
            new Edge("big", "-9223372036854775808", "\"-9223372036854775808\"", "-9223372036854775808"),
            new Edge("even", "9223372036854775806", "\"9223372036854775806\"", "9223372036854775806"),
            new Edge(
                    "wide",
                    "123456789012345678901234567890.0123456789",
                    "123456789012345678901234567890.0123456789",
                    "123456789012345678901234567890.0123456789"),
            new Edge("wide", "\"0.0000000001\"", "0.0000000001", "0.0000000001"),
            new Edge(
                    "nickel",
                    "99999999999999999999999999999999999999.95",
                    "99999999999999999999999999999999999999.95",
                    "99999999999999999999999999999999999999.95"),
            new Edge("ratio", "0.30000000000000004", "0.30000000000000004", "0.30000000000000004"),
            new Edge("ratio", "-0.0", "0", "0"),
            new Edge("ratio", "5e-324", "5E-324", "5e-324"),
            new Edge("ratio", "9007199254740992", "9007199254740992", "9007199254740992"),
            new Edge("third", "0.375", "0.375", "0.375"),
            new Edge("hour", "\"19:59:59.999999\"", "\"19:59:59.999999\"", "19:59:59.999999"),
            new Edge("hour", "\"00:00:00\"", "\"00:00:00.000000\"", "00:00:00"),
            new Edge(
                    "site",
                    "\"https://example.com/ü?a=%20\"",
                    "\"https://example.com/ü?a=%20\"",
                    "https://example.com/ü?a=%20"),
            new Edge("size", "\"L\"", "\"L\"", "L"),
            new Edge("marks", "[\"ROOF\",\"WIFI\"]", "[\"WIFI\",\"ROOF\"]", "\"ROOF,WIFI\""),
            new Edge("marks", "[]", "[]", "\"\""),
            new Edge("must", "[\"a\\\"b\"]", "[\"a\\\"b\"]", "\"a\"\"b\""));

    private final Server server = RecordsServer.get();
    private final ImportClient imports = new ImportClient(server);

    @Test
    void a_value_at_its_edge_is_the_same_on_every_path() {
        for (Edge edge : EDGES) {
            String start = cursor();
            long id = RecordsServer.number();
            String wanted = "\"" + edge.field() + "\":" + edge.given();
            String body =
                    "{\"id\":" + id + ",\"name\":\"n" + id + "\",\"" + edge.field() + "\":" + edge.written() + "}";
            post("created", body)
                    .answers(201)
                    .with(wanted)
                    .logs(1)
                    .rows("exact", 1)
                    .run(server);
            assertThat(get("/api/records/exact/" + id)).contains(wanted);
            assertThat(filtered(id, edge, "\"" + edge.field() + "\":{\"eq\":" + edge.written() + "}"))
                    .as("filter %s", edge)
                    .contains(wanted);
            long byLine = RecordsServer.number();
            imports.run("exact", "application/x-ndjson", utf8(body.replace("" + id, "" + byLine)));
            assertThat(get("/api/records/exact/" + byLine)).as("NDJSON").contains(wanted);
            long byCell = RecordsServer.number();
            imports.run(
                    "exact", "text/csv", utf8("id,name," + edge.field() + "\n" + byCell + ",n," + edge.text() + "\n"));
            assertThat(get("/api/records/exact/" + byCell)).as("CSV").contains(wanted);
            Scenario.of("emptied", "PATCH", "/api/records/exact/" + id)
                    .json("{\"" + edge.field() + "\":" + (edge.field().equals("must") ? "[\"{c}\"]" : "null") + "}")
                    .answers(200)
                    .logs(1)
                    .run(server);
            List<JsonNode> changes = changes(start);
            assertThat(changes).hasSize(4);
            JsonNode given = Json.parse(utf8(edge.given()));
            for (JsonNode change : changes.subList(0, 3)) {
                assertThat(same(change.path("changes").path(edge.field()), given))
                        .as("%s", change)
                        .isTrue();
            }
            assertThat(same(changes.get(3).path("before").path(edge.field()), given))
                    .isTrue();
        }
    }

    @Test
    void defaults_of_the_files_are_exact() {
        long id = RecordsServer.number();
        post("with defaults", "{\"id\":" + id + "}")
                .answers(201)
                .with(
                        "\"far\":\"9007199254740993\"",
                        "\"wide\":0.1000000001",
                        "\"marks\":[\"EV\"]",
                        "\"must\":[\"{c}\"]")
                .logs(1)
                .rows("exact", 1)
                .run(server);
    }

    @Test
    void values_that_do_not_fit_are_refused_by_their_rule() {
        for (List<String> row : List.of(
                List.of("\"big\":9223372036854775808", "type"),
                List.of("\"big\":1.0", "type"),
                List.of("\"even\":3", "step"),
                List.of("\"nickel\":0.01", "step"),
                List.of("\"wide\":0.00000000001", "precision"),
                List.of("\"ratio\":1e400", "type"),
                List.of("\"ratio\":9007199254740993", "type"),
                List.of("\"ratio\":\"NaN\"", "type"),
                List.of("\"third\":0.0625", "precision"),
                List.of("\"third\":0.2", "step"),
                List.of("\"hour\":\"24:00:00\"", "type"),
                List.of("\"hour\":\"20:00:00.000001\"", "max"),
                List.of("\"token\":\"x\"", "type"),
                List.of("\"site\":\"example.com\"", "url"),
                List.of("\"photo\":\"javascript:alert(1)\"", "url"),
                List.of("\"size\":\"M\"", "options"),
                List.of("\"marks\":[\"EV\",\"EV\"]", "type"),
                List.of("\"marks\":[\"NONE\"]", "options"),
                List.of("\"marks\":[\"EV\",\"WIFI\",\"ROOF\"]", "maxSelections"),
                List.of("\"marks\":\"EV\"", "type"),
                List.of("\"must\":[]", "required"),
                List.of("\"must\":null", "required"))) {
            post(row.get(0), "{\"id\":" + RecordsServer.number() + "," + row.get(0) + "}")
                    .refused(422, "validation-failed")
                    .with("\"rule\":\"" + row.get(1) + "\"")
                    .run(server);
        }
    }

    @Test
    void pages_sorted_by_new_types_have_every_record_once() {
        String name = "page" + RecordsServer.number();
        List<String> ratios = List.of("-1e300", "0.1", "0.30000000000000004", "1e300", "null");
        for (String ratio : ratios) {
            long id = RecordsServer.number();
            post(
                            ratio,
                            "{\"id\":" + id + ",\"name\":\"" + name + "\",\"ratio\":" + ratio + ",\"hour\":\"0"
                                    + id % 10 + ":00:00\"}")
                    .answers(201)
                    .logs(1)
                    .rows("exact", 1)
                    .run(server);
        }
        for (String sort : List.of("ratio", "-ratio", "hour,ratio", "-token,hour")) {
            List<String> seen = new ArrayList<>();
            String after = "";
            while (seen.size() < 10) {
                JsonNode page = Json.parse(utf8(get("/api/records/exact?limit=1&sort=" + sort + "&filter="
                        + encoded("{\"name\":\"" + name + "\"}") + after)));
                page.path("data").forEach(record -> seen.add(record.path("id").asText()));
                if (page.at("/page/next").isNull()) {
                    break;
                }
                after = "&after=" + page.at("/page/next").asText();
            }
            assertThat(seen).as(sort).hasSize(ratios.size()).doesNotHaveDuplicates();
        }
    }

    @Test
    void the_database_holds_steps_sets_and_ends_by_itself() throws Exception {
        long id = RecordsServer.number();
        post("a row", "{\"id\":" + id + ",\"even\":2,\"nickel\":0.05,\"ratio\":1,\"hour\":\"01:00:00\"}")
                .answers(201)
                .logs(1)
                .rows("exact", 1)
                .run(server);
        for (String change : List.of(
                "even = 3",
                "nickel = 0.01",
                "ratio = 'NaN'",
                "ratio = 'Infinity'",
                "hour = '24:00:00'",
                "marks = '{NONE}'",
                "marks = '{EV,WIFI,ROOF}'",
                "must = '{}'",
                "size = 'M'")) {
            assertThatThrownBy(() -> execute("UPDATE exact SET " + change + " WHERE id = " + id))
                    .as(change)
                    .hasMessageContaining("violates check constraint");
        }
    }

    @Test
    void the_catalog_says_how_a_form_edits_each_field() {
        assertThat(get("/api/metadata/models/exact"))
                .contains("\"form\":{\"control\":\"multiSelect\",\"options\":[{\"value\":\"WIFI\",\"label\":\"WIFI\"}")
                .contains("\"form\":{\"control\":\"numberInput\",\"min\":\"-9223372036854775808\",\"step\":2}")
                .contains("\"form\":{\"control\":\"imageInput\",\"maxLength\":2048,\"width\":300,\"height\":450")
                .contains("\"default\":\"9007199254740993\"", "\"default\":0.1000000001");
    }

    private static Scenario post(String name, String body) {
        return Scenario.of(name, "POST", "/api/records/exact").json(body);
    }

    /** By the JSON spelling and, where the value is no list of odd characters, by the brackets. */
    private String filtered(long id, Edge edge, String condition) {
        String json = get("/api/records/exact?filter=" + encoded("{\"name\":\"n" + id + "\"," + condition + "}"));
        String text = edge.text().startsWith("\"")
                ? edge.text().substring(1, edge.text().length() - 1)
                : edge.text();
        String brackets = get("/api/records/exact?" + encoded("filter[name]") + "=n" + id + "&"
                + encoded("filter[" + edge.field() + "]") + "=" + encoded(text.replace("\"\"", "\"")));
        assertThat(Json.parse(utf8(brackets)).path("data"))
                .as("%s", edge)
                .isEqualTo(Json.parse(utf8(json)).path("data"));
        return json;
    }

    private String get(String path) {
        var answer = server.http().get(path).send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.text();
    }

    private String cursor() {
        return Json.parse(utf8(get("/api/changes?since=now"))).path("cursor").asText();
    }

    private List<JsonNode> changes(String since) {
        List<JsonNode> changes = new ArrayList<>();
        Json.parse(utf8(get("/api/changes?models=exact&since=" + since)))
                .path("changes")
                .forEach(changes::add);
        return changes;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        boolean numbers = one.isNumber() && other.isNumber();
        return numbers ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
