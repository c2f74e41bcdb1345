package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** What an export gives, and what it refuses. Each test has carriers of its own, and filters by them. */
class ExportIT {

    private static final String EXPORT = "/api/records/shipment/export?";

    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private String carrier() {
        String id = "e" + RecordsServer.number() + ";x";
        records.create("carrier", "{\"id\":\"" + id + "\",\"name\":\"Carrier\"}");
        return id;
    }

    private long shipment(String carrier, String otherMembers) {
        return records.createNumbered("shipment", "\"carrier\":\"" + carrier + "\"," + otherMembers);
    }

    private Http.Answer export(String carrier, String query) {
        Http.Answer answer = records.http()
                .get(EXPORT + "filter%5Bcarrier%5D=" + carrier.replace(";", "%3B") + "&" + query)
                .send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer;
    }

    @Test
    void lines_of_json_are_the_records_with_the_ids_of_their_links() {
        String carrier = carrier();
        long plain = shipment(carrier, "\"price\":\"-1.5\",\"balance\":\"9007199254740993\"");
        long linked = shipment(carrier, "\"note\":\"\",\"stops\":[\"" + carrier + "\"]");
        Http.Answer answer = export(carrier, "");
        assertThat(answer.header("Content-Type")).hasValue("application/x-ndjson");
        assertThat(answer.header("Content-Disposition")).hasValue("attachment; filename=\"shipment.ndjson\"");
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        List<JsonNode> lines = lines(answer);
        assertThat(lines).hasSize(2);
        assertThat(without(lines.get(0))).isEqualTo(record(plain));
        assertThat(without(lines.get(1))).isEqualTo(record(linked));
        assertThat(lines.get(0).get("stops").toString()).isEqualTo("[]");
        assertThat(lines.get(1).get("stops").toString()).isEqualTo("[\"" + carrier + "\"]");
    }

    private static List<JsonNode> lines(Http.Answer answer) {
        assertThat(answer.text()).endsWith("\n");
        return answer.text()
                .lines()
                .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static JsonNode without(JsonNode line) {
        ObjectNode record = ((ObjectNode) line).deepCopy();
        record.remove("stops");
        return record;
    }

    private JsonNode record(long id) {
        String text = records.http().get("/api/records/shipment/" + id).send().text();
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void csv_tells_null_from_the_empty_text_and_no_cell_is_a_formula() {
        String carrier = carrier();
        long one = shipment(
                carrier,
                "\"code\":\"=1+" + RecordsServer.number()
                        + "\",\"note\":\"\",\"balance\":-4,\"price\":-0.5,\"fragile\":true,\"day\":\"2024-02-29\","
                        + "\"at\":\"2024-02-29T12:00:00Z\",\"stops\":[\"" + carrier + "\"]");
        long two = shipment(carrier, "\"note\":\"a,\\\"b\\\"\\r\\nc\",\"state\":\"LOST\"");
        Http.Answer answer =
                export(carrier, "format=csv&fields=code,note,pieces,balance,price,fragile,day,at,state,stops");
        assertThat(answer.header("Content-Type")).hasValue("text/csv; charset=utf-8; header=present");
        assertThat(answer.header("Content-Disposition")).hasValue("attachment; filename=\"shipment.csv\"");
        String code = records.get("shipment", one).get("code").asText();
        assertThat(answer.text())
                .isEqualTo("id,version,code,note,pieces,balance,price,fragile,day,at,state,stops\r\n" + one + ",1,'"
                        + code + ",\"\",,-4,-0.50,true,2024-02-29,2024-02-29T12:00:00.000000Z,NEW,"
                        + carrier.replace(";", "\\;") + "\r\n" + two
                        + ",1,,\"a,\"\"b\"\"\r\nc\",,,,false,,,LOST,\r\n");
    }

    @Test
    void system_columns_stand_where_the_record_has_them() {
        assertThat(records.http()
                        .get(EXPORT + "format=csv&filter%5Bid%5D=-1")
                        .send()
                        .text())
                .isEqualTo("id,version,code,note,pieces,balance,price,fragile,day,at,state,carrier,createdAt,createdBy,"
                        + "updatedAt,updatedBy,stops\r\n");
        assertThat(records.http().get(EXPORT + "filter%5Bid%5D=-1").send().text())
                .isEmpty();
    }

    @Test
    void every_record_is_given_once_and_in_order_across_pages() {
        String carrier = carrier();
        long first = 10_000_000;
        Rows.fill(server, first, 2_500, carrier);
        List<JsonNode> lines = lines(export(carrier, "sort=-pieces,state&fields=pieces"));
        assertThat(lines).hasSize(2_500);
        assertThat(lines.stream().map(line -> line.get("id").asLong()).distinct())
                .hasSize(2_500);
        List<Long> pieces = new ArrayList<>();
        lines.forEach(line -> pieces.add(line.get("pieces").asLong(Long.MAX_VALUE)));
        assertThat(pieces).isSortedAccordingTo((a, b) -> Long.compare(b, a)).contains(Long.MAX_VALUE, 0L);
        assertThat(new HashSet<>(lines(export(carrier, "fields=id")))).hasSize(2_500);
    }

    @Test
    void the_format_is_chosen_by_name_else_by_what_is_accepted() {
        assertThat(typeFor("text/csv", "")).startsWith("text/csv");
        assertThat(typeFor("text/csv;q=0.5, application/x-ndjson", "")).isEqualTo("application/x-ndjson");
        assertThat(typeFor("*/*", "")).isEqualTo("application/x-ndjson");
        assertThat(typeFor("text/csv", "&format=ndjson")).isEqualTo("application/x-ndjson");
        Scenario.of("nothing that can be given", "GET", EXPORT + "filter%5Bid%5D=-1")
                .header("Accept", "image/png")
                .refused(406, "not-acceptable")
                .run(server);
    }

    private String typeFor(String accept, String query) {
        return records.http()
                .get(EXPORT + "filter%5Bid%5D=-1" + query)
                .header("Accept", accept)
                .send()
                .header("Content-Type")
                .orElse("none");
    }

    @Test
    void what_an_export_does_not_take_is_refused() {
        for (String query : List.of(
                "format=xml",
                "format=",
                "format=csv&format=csv",
                "limit=10",
                "after=x",
                "offset=1",
                "count=true",
                "expand=carrier",
                "fields=nope",
                "fields=stopsOf",
                "fields=",
                "sort=nope",
                "filter%5Bnope%5D=1",
                "filter=%7B",
                "state=NEW",
                "nope=1")) {
            Scenario.of(query, "GET", EXPORT + query).refused(400, "bad-query").run(server);
        }
        Scenario.of("no model", "GET", "/api/records/nope/export")
                .refused(404, "unknown-model")
                .run(server);
        Scenario.of("no posts", "POST", "/api/records/shipment/export")
                .json("{}")
                .refused(405, "method-not-allowed")
                .run(server);
    }
}
