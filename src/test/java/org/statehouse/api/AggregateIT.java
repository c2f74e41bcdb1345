package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Figures of shipments, which belong to two carriers of this test. */
class AggregateIT {

    private static final String PATH = "/api/records/shipment/aggregate?";

    private static Server server = Server.builder("none").build();
    private static Records records = new Records(server);
    private static String here = "";
    private static String there = "";

    @BeforeAll
    static void fill() {
        server = RecordsServer.get();
        records = new Records(server);
        here = "h" + RecordsServer.number();
        there = "t" + RecordsServer.number();
        records.create("carrier", "{\"id\":\"" + here + "\",\"name\":\"Here\",\"country\":\"AT\"}");
        records.create("carrier", "{\"id\":\"" + there + "\",\"name\":\"There\"}");
        shipment(here, "\"price\":\"0.10\",\"pieces\":1,\"balance\":9007199254740991,\"day\":\"2024-01-02\"");
        shipment(here, "\"price\":\"0.20\",\"pieces\":2,\"balance\":9007199254740991,\"state\":\"LOST\"");
        shipment(here, "\"price\":\"99999999.99\",\"state\":\"LOST\",\"fragile\":true,\"code\":\"z" + here + "\"");
        shipment(there, "\"pieces\":7,\"day\":\"2023-12-31\",\"state\":null");
    }

    private static void shipment(String carrier, String members) {
        records.createNumbered("shipment", "\"carrier\":\"" + carrier + "\"," + members);
    }

    /** The groups of the answer, in one line each. */
    private static List<String> groups(String query) {
        return answer(query).get("data").valueStream().map(JsonNode::toString).toList();
    }

    private static JsonNode answer(String query) {
        String filter = "&filter%5Bcarrier%5D%5Bin%5D=" + here + "," + there;
        Http.Answer answer = records.http().get(PATH + query + filter).send();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode json = Json.parse(answer.text().getBytes(StandardCharsets.UTF_8));
        assertThat(json.get("position").asText()).isNotEmpty();
        return json;
    }

    @Test
    void all_records_are_one_group_when_none_is_asked_for() {
        assertThat(groups("count&sum=price,pieces&avg=price,pieces&min=day&max=day,code&countOf=day,code"))
                .containsExactly("{\"group\":{},\"count\":4,\"countOf\":{\"day\":2,\"code\":1},"
                        + "\"sum\":{\"price\":100000000.29,\"pieces\":10},"
                        + "\"avg\":{\"price\":33333333.43000000,\"pieces\":3.333333},"
                        + "\"min\":{\"day\":\"2023-12-31\"},"
                        + "\"max\":{\"day\":\"2024-01-02\",\"code\":\"z" + here + "\"}}");
    }

    @Test
    void sums_are_exact_also_beyond_what_a_double_holds() {
        assertThat(groups("sum=balance")).containsExactly("{\"group\":{},\"sum\":{\"balance\":\"18014398509481982\"}}");
    }

    @Test
    void groups_have_the_values_they_share_and_null_is_one_of_them() {
        assertThat(groups("count&groupBy=state"))
                .containsExactly(
                        "{\"group\":{\"state\":\"LOST\"},\"count\":2}",
                        "{\"group\":{\"state\":\"NEW\"},\"count\":1}",
                        "{\"group\":{\"state\":null},\"count\":1}");
        assertThat(groups("sum=pieces&groupBy=carrier.country,fragile"))
                .containsExactly(
                        "{\"group\":{\"carrier.country\":\"AT\",\"fragile\":false},\"sum\":{\"pieces\":3}}",
                        "{\"group\":{\"carrier.country\":\"AT\",\"fragile\":true},\"sum\":{\"pieces\":null}}",
                        "{\"group\":{\"carrier.country\":null,\"fragile\":false},\"sum\":{\"pieces\":7}}");
        assertThat(groups("count&groupBy=carrier,carrier.id&sort=-count"))
                .first()
                .asString()
                .contains("\"count\":3");
    }

    @Test
    void groups_are_sorted_by_themselves_or_by_figures_and_given_in_pages() {
        assertThat(groups("sum=pieces&groupBy=state&sort=-sum.pieces"))
                .containsExactly(
                        "{\"group\":{\"state\":null},\"sum\":{\"pieces\":7}}",
                        "{\"group\":{\"state\":\"LOST\"},\"sum\":{\"pieces\":2}}",
                        "{\"group\":{\"state\":\"NEW\"},\"sum\":{\"pieces\":1}}");
        JsonNode first = answer("count&groupBy=state&sort=-state&limit=2");
        assertThat(first.get("page").toString()).isEqualTo("{\"limit\":2,\"more\":true}");
        assertThat(first.get("data")).hasSize(2);
        JsonNode last = answer("count&groupBy=state&sort=-state&limit=2&offset=2");
        assertThat(last.get("page").toString()).isEqualTo("{\"limit\":2,\"more\":false}");
        assertThat(last.get("data").toString()).isEqualTo("[{\"group\":{\"state\":\"LOST\"},\"count\":2}]");
    }

    @Test
    void of_no_records_there_is_one_group_without_groups_and_none_with_them() {
        String nothing = "filter%5Bpieces%5D=123456&";
        assertThat(groups(nothing + "count&sum=price&max=day"))
                .containsExactly("{\"group\":{},\"count\":0,\"sum\":{\"price\":null},\"max\":{\"day\":null}}");
        assertThat(groups(nothing + "count&groupBy=state")).isEmpty();
    }

    @Test
    void what_has_no_such_figure_or_is_not_understood_is_refused() {
        for (String query : List.of(
                "",
                "groupBy=state",
                "count=false",
                "count=price",
                "count&count",
                "sum=code",
                "sum=state",
                "sum=day",
                "sum=id",
                "sum=carrier",
                "avg=fragile",
                "min=state",
                "max=fragile",
                "max=carrier",
                "sum=nope",
                "sum=",
                "sum=price,price",
                "sum=carrier.nope",
                "count&groupBy=nope",
                "count&groupBy=note",
                "count&groupBy=stops",
                "count&groupBy=state,state",
                "count&sort=price",
                "count&sort=count,count",
                "count&limit=0",
                "count&limit=1001",
                "count&offset=-1",
                "count&after=x",
                "count&fields=code",
                "count&expand=carrier",
                "count&filter%5Bnope%5D=1",
                "count&filter=%7B",
                "count&deleted=only",
                "count&nope=1",
                "count&state=NEW")) {
            Scenario.of(query, "GET", PATH + query).refused(400, "bad-query").run(server);
        }
        Scenario.of("no model", "GET", "/api/records/nope/aggregate?count")
                .refused(404, "unknown-model")
                .run(server);
    }

    @Test
    void nothing_is_told_of_passwords_and_of_json_only_how_many_there_are() {
        for (String query : List.of("min=secret", "count&groupBy=secret", "max=secret", "sum=secret")) {
            Scenario.of(query, "GET", "/api/records/member/aggregate?" + query)
                    .refused(400, "bad-query")
                    .run(server);
        }
    }
}
