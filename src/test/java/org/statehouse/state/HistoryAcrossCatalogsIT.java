package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.history.PastReads;
import org.statehouse.history.RecordHistory;
import org.statehouse.json.Json;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.log.Moments;
import org.statehouse.log.PastNames;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.problem.Problem;
import org.statehouse.problem.ProblemException;
import org.statehouse.problem.ProblemType;
import org.statehouse.query.QueryString;

/** What the log says of the past, by the names of today: fields were renamed and dropped, others came or changed their type. */
class HistoryAcrossCatalogsIT {

    private static final String BEFORE = """
            model: paint
            id: { type: integer, assigned: client }
            concurrency: optional
            fields:
              name: { type: text }
              colour: { type: text }
              size: { type: text }
              price: { type: integer }
              gone: { type: decimal, precision: 6, scale: 2 }
              code: { type: text }
            relationships:
              mixes: { kind: manyToMany, model: paint, inverse: mixedIn, onDelete: cascade }
            """;
    private static final String AFTER = """
            model: paint
            id: { type: integer, assigned: client }
            concurrency: optional
            fields:
              name: { type: text }
              hue: { type: text }
              size: { type: integer }
              price: { type: decimal, precision: 12, scale: 2 }
              code: { type: password }
              weight: { type: integer, required: true, default: 5 }
              made: { type: date }
            """;

    private Desk desk;
    private RecordHistory history;
    private PastReads past;
    private String cursor;

    @BeforeEach
    void change_the_model_under_two_records() throws Exception {
        desk = new Desk(Map.of("desk/paint.yaml", BEFORE));
        LogPositions positions = new LogPositions(desk.dataSource, LogStatements.STANDARD);
        history = new RecordHistory(desk.dataSource, desk.runs, new PastNames(new PastCatalogs(desk.dataSource)));
        past = new PastReads(desk.dataSource, new Moments(desk.dataSource, positions), desk.runs);
        desk.create("paint", "{'id':1,'name':'a','colour':'red','size':'12','price':3,'gone':1.5,'code':'secret'}");
        desk.patch("paint", 1, Precondition.ANY, "{'colour':'blue','gone':2.5,'code':'other','mixes':[1]}");
        desk.create("paint", "{'id':2,'name':'b','colour':'green','size':'large','code':'third'}");
        cursor = read(history.read(Desk.CALLER, "paint", "2", QueryString.EMPTY))
                .path("data")
                .get(0)
                .path("cursor")
                .asText();
        desk.execute("ALTER TABLE paint RENAME colour TO hue");
        desk.execute("ALTER TABLE paint DROP gone, ALTER size TYPE bigint USING NULL,"
                + " ALTER price TYPE numeric(12,2), ADD weight bigint NOT NULL DEFAULT 5, ADD made date");
        desk.execute("UPDATE paint SET code = NULL");
        publish(AFTER, "field paint.colour", "field paint.hue");
        desk.catalogs.refresh();
        desk.patch("paint", 1, Precondition.ANY, "{'hue':'black','size':7,'weight':6}");
    }

    /** Puts other files in force whose tables are there; a number keeps its thing under the new key. */
    private void publish(String file, String before, String now) throws Exception {
        ObjectNode numbers = Desk.json(desk.ask("SELECT c.numbers::text FROM statehouse.catalog c JOIN"
                        + " statehouse.catalog_head h ON h.version = c.version")
                .get(0));
        ObjectNode allotted = (ObjectNode) numbers.path("allotted");
        allotted.set(now, allotted.remove(before));
        int next = numbers.path("next").intValue();
        for (String key : new String[] {"field paint.weight", "field paint.made"}) {
            allotted.put(key, next++);
        }
        numbers.put("next", next);
        String insert =
                "WITH a AS (INSERT INTO statehouse.catalog (version, hash, sources, numbers) SELECT version + 1,"
                        + " 'h', ?::jsonb, ?::jsonb FROM statehouse.catalog_head RETURNING version)"
                        + " UPDATE statehouse.catalog_head SET version = a.version FROM a";
        try (Connection connection = desk.dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(
                    1,
                    Json.MAPPER.createObjectNode().put("desk/paint.yaml", file).toString());
            statement.setString(2, numbers.toString());
            statement.executeUpdate();
        }
    }

    private static JsonNode read(byte[] json) {
        return Json.parse(json);
    }

    private JsonNode asOf(String query) {
        return read(past.list(Desk.CALLER, "paint", QueryString.parse(query + "&asOf=" + cursor)));
    }

    private static void refused(ProblemType type, ThrowingCallable call, String... texts) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            Problem problem = thrown.problem();
            assertThat(problem.type()).isEqualTo(type);
            for (String text : texts) {
                assertThat(problem.detail() + problem.evidence()).contains(text);
            }
        });
    }

    @Test
    void history_has_the_names_of_today_and_tells_what_was_dropped_by_its_old_name() {
        JsonNode changes =
                read(history.read(Desk.CALLER, "paint", "1", QueryString.EMPTY)).path("data");
        assertThat(changes.get(2).path("changes").toString())
                .isEqualTo("{\"name\":\"a\",\"hue\":\"red\",\"size\":\"12\",\"price\":3}");
        assertThat(changes.get(2).path("dropped").toString())
                .isEqualTo("{\"gone\":{\"type\":\"decimal\",\"after\":1.50}}");
        assertThat(changes.get(1).path("changes").toString()).isEqualTo("{\"hue\":\"blue\"}");
        assertThat(changes.get(1).path("before").toString()).isEqualTo("{\"hue\":\"red\"}");
        assertThat(changes.get(1).path("dropped").path("gone").toString())
                .isEqualTo("{\"type\":\"decimal\",\"after\":2.50,\"before\":1.50}");
        assertThat(changes.get(1).path("dropped").path("mixes").toString())
                .isEqualTo("{\"type\":\"manyToMany\",\"add\":[1],\"remove\":[]}");
        assertThat(changes.toString()).doesNotContain("secret", "other", "third", "code");
    }

    @Test
    void a_difference_tells_both_sides_of_the_change_of_the_models() {
        JsonNode difference = read(history.read(Desk.CALLER, "paint", "1", QueryString.parse("from=1&to=3")));
        assertThat(difference.path("changes").toString())
                .isEqualTo("{\"hue\":{\"from\":\"red\",\"to\":\"black\"},\"size\":{\"from\":\"12\",\"to\":7},"
                        + "\"weight\":{\"from\":null,\"to\":6}}");
        assertThat(difference.path("dropped").toString())
                .isEqualTo("{\"gone\":{\"type\":\"decimal\",\"from\":1.50,\"to\":null}}");
        assertThat(difference.has("links")).isFalse();
    }

    @Test
    void a_record_as_of_then_has_the_fields_of_today_with_what_was_stored() {
        String one = read(past.find(Desk.CALLER, "paint", "1", QueryString.parse("asOf=" + cursor)))
                .toString();
        assertThat(one)
                .startsWith("{\"id\":1,\"version\":2,\"name\":\"a\",\"hue\":\"blue\",\"size\":\"12\",\"price\":3,"
                        + "\"weight\":5,\"made\":null,\"createdAt\":");
        assertThat(one).doesNotContain("gone", "code", "secret", "other");
    }

    @Test
    void a_list_as_of_then_filters_by_the_fields_of_today() {
        assertThat(asOf("filter[hue]=blue").path("data").findValuesAsText("id")).containsExactly("1");
        assertThat(asOf("filter[hue]=black").path("data")).isEmpty();
        assertThat(asOf("filter[price][gte]=2.5").path("data").findValuesAsText("id"))
                .containsExactly("1");
        assertThat(asOf("filter[weight]=5&sort=-hue").path("data").findValuesAsText("id"))
                .containsExactly("2", "1");
        assertThat(asOf("filter[made][isNull]=true&count=true").path("total").asInt())
                .isEqualTo(2);
        assertThat(asOf("sort=id").path("data").findValuesAsText("size")).containsExactly("12", "large");
        assertThat(asOf("filter[id]=1&filter[size]=12").path("data")).hasSizeLessThan(2);
        refused(ProblemType.BAD_QUERY, () -> asOf("sort=size"), "changed its type");
    }

    @Test
    void an_old_version_comes_back_by_the_types_of_today() {
        refused(ProblemType.VALIDATION_FAILED, () -> restore(2, 1), "size");
        desk.patch("paint", 2, Precondition.ANY, "{'made':'2024-02-29'}");
        RecordRow row = Desk.row(
                desk.states.commit(Desk.CALLER, new Command.RestoreVersion("paint", "1", Precondition.ANY, 3)));
        assertThat(row.version()).isEqualTo(3);
        desk.patch("paint", 1, Precondition.ANY, "{'hue':'white','weight':9,'code':'Tr0ub4dor&3'}");
        row = restore(1, 3);
        assertThat(row.version()).isEqualTo(5);
        assertThat(row.values()).containsEntry("hue", "black").containsEntry("weight", 6L);
        assertThat(row.values().get("code")).as("a password stays").isNotNull();
    }

    private RecordRow restore(int id, long version) {
        return Desk.row(desk.states.commit(
                Desk.CALLER, new Command.RestoreVersion("paint", Integer.toString(id), Precondition.ANY, version)));
    }

    @Test
    void a_moment_before_what_is_kept_must_resync() throws Exception {
        String at = desk.ask("SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') FROM"
                        + " statehouse.change_log ORDER BY position LIMIT 1")
                .get(0);
        desk.execute("UPDATE statehouse.log_state SET floor = (SELECT max(position) FROM statehouse.change_log)");
        for (String moment : new String[] {cursor, at}) {
            QueryString query = QueryString.parse("asOf=" + moment);
            refused(ProblemType.RESYNC, () -> past.find(Desk.CALLER, "paint", "1", query), "compacted");
            refused(ProblemType.RESYNC, () -> past.list(Desk.CALLER, "paint", query), "compacted");
        }
    }

    @Test
    void a_record_whose_changes_are_not_kept_has_an_empty_history() throws Exception {
        desk.execute("DELETE FROM statehouse.change_log WHERE record_id = '2'");
        assertThat(read(history.read(Desk.CALLER, "paint", "2", QueryString.EMPTY))
                        .path("data"))
                .isEmpty();
        refused(
                ProblemType.UNKNOWN_VERSION,
                () -> history.read(Desk.CALLER, "paint", "2", QueryString.parse("from=1&to=1")));
        refused(ProblemType.UNKNOWN_VERSION, () -> restore(2, 1));
        refused(ProblemType.UNKNOWN_RECORD, () -> history.read(Desk.CALLER, "paint", "3", QueryString.EMPTY));
    }
}
