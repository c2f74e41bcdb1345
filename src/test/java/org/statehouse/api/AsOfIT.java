package org.statehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.statehouse.log.Cursor;
import org.statehouse.testkit.Http;
import org.statehouse.testkit.Server;

/** Records and lists as they were at a time or at a place in the log. */
class AsOfIT {
    private final Server server = RecordsServer.get();
    private final Records records = new Records(server);

    private static String path(String model, Object id) {
        return "/api/records/" + model + "/" + id;
    }

    private Scenario get(String name, String path) {
        return Scenario.of(name, "GET", path);
    }

    private JsonNode past(String path) {
        Http.Answer answer = get("the past", path).answers(200).run(server);
        assertThat(answer.header("ETag")).as("no entity tag").isEmpty();
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        return answer.json();
    }

    private String cursorAfter(String model, Object id, String patch) {
        Http.Answer answer = records.http()
                .patch(path(model, id))
                .header("If-Match", "*")
                .body("application/json", patch)
                .send();
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.header("Statehouse-Position").orElseThrow();
    }

    private void delete(String model, Object id) {
        assertThat(records.http()
                        .delete(path(model, id))
                        .header("If-Match", "*")
                        .send()
                        .status())
                .isEqualTo(204);
    }

    @Test
    void a_record_is_told_as_it_was_answered_then_by_cursor_and_by_time() {
        long id = RecordsServer.number();
        String before = records.now();
        List<JsonNode> then = new ArrayList<>();
        then.add(records.create("shipment", "{\"id\":" + id + ",\"note\":\"a\",\"price\":\"1.50\",\"pieces\":3}"));
        then.add(records.patch("shipment", id, 1, "{\"note\":null,\"balance\":\"9223372036854775807\"}"));
        then.add(records.patch("shipment", id, 2, "{\"day\":\"2024-02-29\",\"at\":\"2024-02-29T13:00:00+01:00\"}"));
        delete("shipment", id);
        JsonNode history = records.http()
                .get(path("shipment", id) + "/history")
                .send()
                .json()
                .path("data");
        for (int version = 1; version <= 3; version++) {
            JsonNode change = history.get(4 - version);
            for (String moment : List.of("cursor", "at")) {
                assertThat(past(path("shipment", id) + "?asOf="
                                + change.path(moment).asText()))
                        .as(moment + " of version " + version)
                        .isEqualTo(then.get(version - 1));
            }
        }
        get("not yet", path("shipment", id) + "?asOf=" + before)
                .refused(404, "unknown-record")
                .run(server);
        get(
                        "no more",
                        path("shipment", id) + "?asOf="
                                + history.get(0).path("cursor").asText())
                .refused(404, "unknown-record")
                .run(server);
        get(
                        "no more",
                        path("shipment", id) + "?asOf="
                                + history.get(0).path("at").asText())
                .refused(404, "unknown-record")
                .run(server);
        assertThat(past(path("shipment", id) + "?fields=note&asOf="
                                + history.get(3).path("cursor").asText())
                        .toString())
                .isEqualTo("{\"id\":" + id + ",\"version\":1,\"note\":\"a\"}");
    }

    @Test
    void the_past_has_no_conditions_of_its_own() {
        long id = records.createNumbered("shipment", "");
        assertThat(get("no 304", path("shipment", id) + "?asOf=" + records.now())
                        .header("If-None-Match", "\"1\"")
                        .answers(200)
                        .run(server)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_list_is_told_as_it_was_whatever_was_asked_of_it() {
        String mark = "mark" + RecordsServer.number();
        String carrier = "carrier" + RecordsServer.number();
        records.create("carrier", "{\"id\":\"" + carrier + "\",\"name\":\"Äpfel\",\"country\":\"DE\"}");
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(records.createNumbered(
                    "shipment",
                    "\"code\":\"" + "bBaA_ä%".charAt(i) + mark + "\",\"note\":\"" + mark + " " + "bBaA_ä%".charAt(i)
                            + "\",\"state\":\"" + (i % 2 == 0 ? "NEW" : "SENT")
                            + "\"" + (i % 3 == 0 ? "" : ",\"pieces\":" + i % 4 + ",\"price\":\"" + i + ".5\"")
                            + (i < 4 ? ",\"carrier\":\"" + carrier + "\"" : "") + ",\"day\":\"2024-02-0" + (i + 1)
                            + "\",\"fragile\":" + (i % 2 == 0)));
        }
        List<String> queries = List.of(
                "",
                "&count=true&limit=2",
                "&sort=-pieces,code",
                "&sort=code",
                "&sort=carrier.name,-day&limit=3&count=true",
                "&filter[pieces][gte]=2&sort=price",
                "&filter[pieces][isNull]=true&count=true",
                "&filter[carrier.name][eq]=%C3%84pfel",
                "&filter[carrier]=" + carrier + "&fields=note,carrier",
                "&filter[state]=SENT&filter[fragile]=false&filter[price][gt]=1.5",
                "&filter[day][between]=2024-02-02,2024-02-05&sort=-day",
                "&filter[version]=1&sort=-updatedAt,id",
                "&filter[createdBy]=anonymous&offset=2&limit=3",
                "&search=" + mark + "&sort=-id",
                "&filter=" + encoded("{\"or\":[{\"note\":{\"iendsWith\":\"Ä\"}},{\"not\":{\"pieces\":{\"lt\":3}}}]}"));
        String root = "/api/records/shipment?filter[note][startsWith]=" + mark;
        List<JsonNode> then = queries.stream()
                .map(query -> get("now", root + query).answers(200).run(server).json())
                .toList();
        String cursor = records.now();
        cursorAfter("carrier", carrier, "{\"name\":\"Birnen\"}");
        delete("shipment", ids.get(0));
        delete("shipment", ids.get(5));
        cursorAfter("shipment", ids.get(1), "{\"note\":\"gone\",\"pieces\":9}");
        cursorAfter("shipment", ids.get(2), "{\"carrier\":null,\"state\":\"LOST\"}");
        records.createNumbered("shipment", "\"note\":\"" + mark + " new\"");
        for (int i = 0; i < queries.size(); i++) {
            JsonNode past = past(root + queries.get(i) + "&asOf=" + cursor);
            for (String member : List.of("data", "page", "total")) {
                assertThat(past.path(member))
                        .as(queries.get(i))
                        .isEqualTo(then.get(i).path(member));
            }
            assertThat(past.path("position").asText()).as("the moment").isEqualTo(cursor);
        }
        String last = records.http()
                .get(path("shipment", ids.get(6)) + "/history")
                .send()
                .json()
                .path("data")
                .get(0)
                .path("at")
                .asText();
        assertThat(past(root + "&asOf=" + last).path("data"))
                .isEqualTo(then.get(0).path("data"));
    }

    @Test
    void pages_of_the_past_follow_each_other() {
        String mark = "page" + RecordsServer.number();
        for (int i = 0; i < 5; i++) {
            records.createNumbered("shipment", "\"note\":\"" + mark + "\"" + (i == 2 ? "" : ",\"pieces\":" + i));
        }
        String cursor = records.now();
        String root = "/api/records/shipment?filter[note]=" + mark + "&sort=-pieces&limit=2";
        List<Long> expected =
                ids(past("/api/records/shipment?filter[note]=" + mark + "&sort=-pieces" + "&asOf=" + cursor));
        for (long id : expected) {
            delete("shipment", id);
        }
        List<Long> seen = new ArrayList<>();
        String after = "";
        for (int pages = 0; pages < 5 && !after.equals("null"); pages++) {
            JsonNode page = past(root + "&asOf=" + cursor + (after.isEmpty() ? "" : "&after=" + after));
            seen.addAll(ids(page));
            after = page.path("page").path("next").asText();
        }
        assertThat(seen).isEqualTo(expected).hasSize(5);
    }

    private static List<Long> ids(JsonNode page) {
        List<Long> ids = new ArrayList<>();
        page.path("data").forEach(record -> ids.add(record.path("id").asLong()));
        return ids;
    }

    @Test
    void values_of_every_type_filter_and_come_back_from_the_log() {
        long id = RecordsServer.number();
        JsonNode then = records.create(
                "exact",
                "{\"id\":" + id + ",\"name\":\"n" + id + "\",\"big\":\"9223372036854775807\",\"even\":-4,"
                        + "\"wide\":\"123456789012345678901234567890.0123456789\",\"nickel\":\"0.10\",\"ratio\":1e-300,"
                        + "\"third\":0.125,\"hour\":\"13:45:00\",\"token\":\"00000000-0000-0000-0000-0000000"
                        + (10_000 + id) + "\",\"site\":\"https://example.com/ä\",\"size\":\"L\","
                        + "\"marks\":[\"ROOF\",\"WIFI\"],\"must\":[\"a\\\"b\"]}");
        List<String> filters = List.of(
                "[big]=9223372036854775807",
                "[even][lt]=-3",
                "[wide]=123456789012345678901234567890.0123456789",
                "[nickel]=0.1",
                "[ratio][lte]=1e-300",
                "[third]=0.125",
                "[hour][gt]=13:44:59",
                "[token]=" + then.path("token").asText(),
                "[site][contains]=example",
                "[size]=L",
                "[marks][overlaps]=WIFI",
                "[marks][containsAll]=WIFI,ROOF",
                "[must][containsNone]=" + encoded("{c}"),
                "[far]=9007199254740993");
        String cursor = records.now();
        cursorAfter(
                "exact",
                id,
                "{\"big\":1,\"even\":2,\"wide\":1,\"nickel\":1,\"ratio\":1,\"third\":1,\"hour\":null,"
                        + "\"token\":null,\"site\":null,\"size\":\"S\",\"marks\":null,\"must\":[\"{c}\"],\"far\":1}");
        for (String filter : filters) {
            String query = "/api/records/exact?filter[id]=" + id + "&filter" + filter;
            assertThat(get("now", query).answers(200).run(server).json().path("data"))
                    .as("now " + filter)
                    .isEmpty();
            JsonNode data = past(query + "&asOf=" + cursor).path("data");
            assertThat(data).as(filter).hasSize(1);
            assertThat(data.get(0)).as(filter).isEqualTo(then);
        }
    }

    @Test
    void a_record_that_was_deleted_softly_then_is_there_for_who_asks_for_it() {
        long id = records.createNumbered("room", "\"floor\":3");
        String live = records.now();
        delete("room", id);
        String deleted = records.now();
        JsonNode kept = get("kept", path("room", id) + "?deleted=only")
                .answers(200)
                .run(server)
                .json();
        assertThat(records.http()
                        .post(path("room", id) + "/restore")
                        .header("If-Match", "*")
                        .send()
                        .status())
                .isEqualTo(200);
        get("deleted then", path("room", id) + "?asOf=" + deleted)
                .refused(404, "unknown-record")
                .with("\"deleted\":true")
                .run(server);
        get("live then", path("room", id) + "?deleted=only&asOf=" + live)
                .refused(404, "unknown-record")
                .with("\"deleted\":false")
                .run(server);
        assertThat(past(path("room", id) + "?deleted=include&asOf=" + deleted)).isEqualTo(kept);
        String list = "/api/records/room?filter[id]=" + id + "&asOf=" + deleted;
        assertThat(past(list).path("data")).isEmpty();
        assertThat(past(list + "&deleted=only").path("data").get(0)).isEqualTo(kept);
        assertThat(past("/api/records/room?filter[id]=" + id + "&asOf=" + live).path("data"))
                .hasSize(1);
    }

    @Test
    void a_password_is_in_no_past() {
        long id = records.createNumbered("member", "\"name\":\"n\",\"pin\":\"4711\"");
        String cursor = records.now();
        for (String query : List.of(path("member", id) + "?", "/api/records/member?filter[id]=" + id + "&")) {
            assertThat(past(query + "asOf=" + cursor).toString())
                    .contains("\"name\":\"n\"")
                    .doesNotContain("pin", "secret");
        }
        get("whether there was one", "/api/records/member?filter[secret][isNull]=true&asOf=" + cursor)
                .refused(400, "bad-query")
                .with("secret")
                .run(server);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "asOf= | asOf",
                "asOf=yesterday | asOf",
                "asOf=2024-02-30T00:00:00Z | asOf",
                "asOf=2024-02-29T00:00:00 | asOf",
                "asOf=2024-02-29T00:00:00+01:00 | asOf",
                "asOf=9999-12-31T23:59:59Z | asOf",
                "asOf=2024-01-01T00:00:00Z&asOf=2024-01-02T00:00:00Z | asOf",
                "asOf=2024-01-01T00:00:00Z&expand=carrier | expand",
                "asOf=2024-01-01T00:00:00Z&colour=red | colour",
                "asOf=2024-01-01T00:00:00Z&deleted=include | deleted"
            })
    void what_cannot_be_asked_is_named(String query, String parameter) {
        long id = records.createNumbered("shipment", "");
        for (String root : List.of("/api/records/shipment?", path("shipment", id) + "?")) {
            get("a bad query", root + query)
                    .refused(400, "bad-query")
                    .with("\"parameter\":\"" + parameter + "\"")
                    .run(server);
        }
    }

    @Test
    void other_reads_do_not_take_it() {
        String moment = "?asOf=2024-01-01T00:00:00Z";
        String carrier = "carrier" + RecordsServer.number();
        records.create("carrier", "{\"id\":\"" + carrier + "\"}");
        for (String path : List.of(
                "/api/records/shipment/export" + moment,
                "/api/records/shipment/aggregate" + moment + "&count",
                path("carrier", carrier) + "/stopsOf" + moment)) {
            get("not here", path).refused(400, "bad-query").with("asOf").run(server);
        }
    }

    @Test
    void a_time_before_everything_shows_nothing() {
        long id = records.createNumbered("shipment", "");
        get("one", path("shipment", id) + "?asOf=2001-01-01T00:00:00Z")
                .refused(404, "unknown-record")
                .run(server);
        assertThat(past("/api/records/shipment?count=true&asOf=2001-01-01T00:00:00Z")
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void a_cursor_of_another_log_or_of_what_is_not_yet_must_resync() {
        long id = records.createNumbered("shipment", "");
        Cursor now = Cursor.parse(records.now());
        Cursor ahead = new Cursor(now.epoch(), now.upper() + 1_000_000, 0, 1, now.upper() + 1_000_000, List.of());
        Cursor other = new Cursor(now.epoch() + 1, now.upper(), 0, now.check(), now.upper(), List.of());
        Cursor rewritten = new Cursor(now.epoch(), now.upper(), 0, now.check() + 1, now.upper(), List.of());
        for (String root : List.of("/api/records/shipment?asOf=", path("shipment", id) + "?asOf=")) {
            get("ahead", root + ahead.text())
                    .refused(410, "resync")
                    .with("\"ahead\"")
                    .run(server);
            get("other", root + other.text())
                    .refused(410, "resync")
                    .with("\"epoch\"")
                    .run(server);
            get("rewritten", root + rewritten.text())
                    .refused(410, "resync")
                    .with("\"rewritten\"")
                    .run(server);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
