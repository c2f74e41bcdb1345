package org.statehouse.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.log.Cursor;
import org.statehouse.log.LogPositions;
import org.statehouse.log.LogStatements;
import org.statehouse.metadata.Catalog;
import org.statehouse.metadata.CurrentCatalog;
import org.statehouse.metadata.Negotiation;
import org.statehouse.metadata.PastCatalogs;
import org.statehouse.metadata.Shop;
import org.statehouse.metadata.UncountedCatalogs;
import org.statehouse.problem.ProblemException;
import org.statehouse.query.QueryString;
import org.statehouse.session.Actor;
import org.statehouse.testkit.PostgresServer;

/** What answers to reads look like, on a handful of records. */
class RecordReadsIT {

    private static final String ANN = "00000000-0000-0000-0000-00000000000a";
    private static final String BOB = "00000000-0000-0000-0000-00000000000b";

    private static final String ORDER = """
            {"id":2,"version":3,"name":"zwei € \\"","note":null,"mail":null,"code":null,"group":9007199254740991,\
            "amount":"9223372036854775807","price":1.500,"active":false,"day":"2024-02-29",\
            "at":"2024-02-29T12:00:00.000001Z","kind":"NEW","ratio":null,"hour":null,"token":null,\
            "site":null,"marks":null,"extra":null,"owner":"%s","parent":1,"createdAt":"2024-01-01T00:00:00.000000Z","createdBy":"ann",\
            "updatedAt":"2024-01-02T00:00:00.000000Z","updatedBy":"bob","deletedAt":null,"deletedBy":null}""".formatted(ANN);

    private static final Caller CALLER = new Caller(new Actor("tester"), "test");

    private final DataSource database;
    private final RecordReads records;

    RecordReadsIT() {
        database = PostgresServer.shared().dataSource();
        CatalogRuns runs = new CatalogRuns(
                new ShopCatalog(), new Negotiation(new PastCatalogs(database)), new UncountedCatalogs());
        records =
                new RecordReads(database, new LogPositions(database, LogStatements.STANDARD), runs, new RecentRows(0));
    }

    private static final class ShopCatalog implements CurrentCatalog {
        @Override
        public Catalog current() {
            return Shop.CATALOG;
        }

        @Override
        public Catalog refresh() {
            return Shop.CATALOG;
        }
    }

    @BeforeEach
    void fill() {
        Shop.tables().forEach(this::run);
        run("INSERT INTO person (id, name, country, boss) VALUES ('" + ANN + "', 'Ann', 'DE', '" + BOB + "'), ('" + BOB
                + "', 'Bob', NULL, NULL)");
        run("INSERT INTO tag (id, label) VALUES ('a', 'A'), ('b', 'B'), ('c', 'C')");
        run("INSERT INTO \"order\" (id, name, \"group\", owner, parent) VALUES (1, 'eins', 1, '" + ANN + "', NULL),"
                + " (3, 'drei', 1, NULL, 1), (4, 'vier', 2, '" + BOB + "', 2)");
        run("INSERT INTO \"order\" (id, version, name, \"group\", amount, price, active, day, at, kind, owner, parent,"
                + " \"createdAt\", \"updatedAt\") VALUES (2, 3, 'zwei \u20ac \"', 9007199254740991, 9223372036854775807,"
                + " 1.5, false, '2024-02-29', '2024-02-29 13:00:00.000001+01', 'NEW', '" + ANN
                + "', 1, '2024-01-01Z', '2024-01-02Z')");
        run("INSERT INTO order_tags (owner, other) VALUES (1, 'b'), (1, 'a'), (2, 'a')");
    }

    @AfterEach
    void drop() {
        run("DROP TABLE person, tag, \"order\", order_tags");
    }

    @Test
    void a_record_is_written_exactly_and_in_the_order_of_its_model() {
        assertThat(one("order", "2", "")).isEqualTo(ORDER);
        assertThat(records.find(CALLER, "order", "2", QueryString.EMPTY).version())
                .isEqualTo(3);
        assertThat(records.find(CALLER, "order", "2", QueryString.EMPTY).alone())
                .isTrue();
    }

    @Test
    void fields_gives_what_was_asked_for_and_always_id_and_version() {
        assertThat(one("order", "2", "fields=price,updatedBy"))
                .isEqualTo("{\"id\":2,\"version\":3,\"price\":1.500,\"updatedBy\":\"bob\"}");
        assertThat(one("order", "2", "fields=id")).isEqualTo("{\"id\":2,\"version\":3}");
    }

    @Test
    void expand_gives_the_record_in_place_of_its_id_and_arrays_of_related_ones() {
        JsonNode order = Json.parse(bytes("order", "1", "fields=name&expand=owner.boss,children.owner,tags"));
        assertThat(order.at("/owner/name").asText()).isEqualTo("Ann");
        assertThat(order.at("/owner/boss/name").asText()).isEqualTo("Bob");
        assertThat(order.at("/owner/boss/boss").isNull()).isTrue();
        assertThat(texts(order.at("/children"), "id")).containsExactly("2", "3");
        assertThat(order.at("/children/0/owner/name").asText()).isEqualTo("Ann");
        assertThat(order.at("/children/1/owner").isNull()).isTrue();
        assertThat(texts(order.at("/tags"), "label")).containsExactly("A", "B");
        assertThat(order.has("price")).isFalse();
        assertThat(records.find(CALLER, "order", "1", QueryString.parse("expand=owner"))
                        .alone())
                .isFalse();
    }

    @Test
    void a_list_expands_every_record_of_the_page() {
        JsonNode list = list("order", "expand=owner,tags.tagged&sort=-id");
        assertThat(texts(list.get("data"), "id")).containsExactly("4", "3", "2", "1");
        assertThat(texts(list.get("data"), "owner", "name")).containsExactly("Bob", "", "Ann", "Ann");
        assertThat(texts(list.at("/data/2/tags/0/tagged"), "id")).containsExactly("1", "2");
        assertThat(list.at("/data/0/tags")).isEmpty();
    }

    @Test
    void an_expansion_beyond_its_bound_is_refused_and_says_so() {
        run(
                "INSERT INTO \"order\" (id, name, \"group\", parent) SELECT n, 'x', 1, 3 FROM generate_series(100, 10100) n");
        assertThatThrownBy(() -> list("order", "expand=children&limit=10"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("bad-query: expand: expands to more than 10000 records");
        run("DELETE FROM \"order\" WHERE id > 300");
        assertThatThrownBy(() -> list("order", "filter[parent]=3&expand=parent.children&limit=100"))
                .as("each is written although it is read once")
                .hasMessageContaining("expands to more than 10000 records");
        assertThat(list("order", "filter[parent]=3&expand=parent.children&limit=10")
                        .get("data"))
                .hasSize(10);
    }

    @Test
    void a_list_says_limit_next_total_and_position() {
        JsonNode list = list("order", "limit=3&count=true&filter[group]=1");
        assertThat(list.at("/page/limit").asInt()).isEqualTo(3);
        assertThat(list.at("/page/next").isNull()).isTrue();
        assertThat(list.get("total").asInt()).isEqualTo(2);
        assertThat(Cursor.parse(list.get("position").textValue()).text())
                .isEqualTo(list.get("position").textValue());
        assertThat(list("order", "").has("total")).isFalse();
        assertThat(list("order", "limit=4").at("/page/next").isNull()).isTrue();
        assertThat(list("order", "limit=3").at("/page/next").isTextual()).isTrue();
        JsonNode nothing = list("order", "filter[name]=nobody&count=true");
        assertThat(nothing.get("data")).isEmpty();
        assertThat(nothing.get("total").asInt()).isZero();
        assertThat(nothing.get("position").isTextual()).isTrue();
    }

    @Test
    void a_page_goes_on_where_the_last_one_ended_whatever_came_in_between() {
        JsonNode first = list("order", "sort=name&limit=2");
        run("INSERT INTO \"order\" (id, name, \"group\") VALUES (9, 'aaa', 1), (10, 'zz', 1)");
        run("DELETE FROM \"order\" WHERE id = 1");
        JsonNode second = list(
                "order", "sort=name&limit=9&after=" + first.at("/page/next").textValue());
        assertThat(texts(first.get("data"), "name")).containsExactly("drei", "eins");
        assertThat(texts(second.get("data"), "id")).containsExactly("4", "2", "10");
    }

    @Test
    void related_records_are_a_list_like_any_other() {
        assertThat(texts(related("order", "1", "children", "sort=-id").get("data"), "id"))
                .containsExactly("3", "2");
        assertThat(texts(related("order", "1", "tags", "filter[label][ne]=A").get("data"), "id"))
                .containsExactly("b");
        assertThat(texts(related("tag", "a", "tagged", "count=true&limit=1").get("data"), "id"))
                .containsExactly("1");
        assertThat(related("tag", "a", "tagged", "count=true&limit=1")
                        .get("total")
                        .asInt())
                .isEqualTo(2);
        assertThat(texts(related("person", ANN, "orders", "expand=parent").get("data"), "parent", "name"))
                .containsExactly("", "eins");
        assertThat(related("tag", "c", "tagged", "").get("data")).isEmpty();
    }

    @Test
    void a_cursor_of_another_owner_is_refused() {
        String next = related("order", "1", "tags", "limit=1").at("/page/next").textValue();
        assertThat(texts(related("order", "1", "tags", "limit=1&after=" + next).get("data"), "id"))
                .containsExactly("b");
        assertThatThrownBy(() -> related("order", "2", "tags", "limit=1&after=" + next))
                .hasMessageContaining("bad-cursor");
        assertThatThrownBy(() -> list("tag", "limit=1&after=" + next)).hasMessageContaining("bad-cursor");
    }

    @Test
    void what_does_not_exist_is_named() {
        assertThatThrownBy(() -> one("order", "99", "")).hasMessageStartingWith("unknown-record");
        assertThatThrownBy(() -> one("order", "99", "expand=owner")).hasMessageStartingWith("unknown-record");
        assertThatThrownBy(() -> one("order", "1x", "")).hasMessageStartingWith("unknown-record");
        assertThatThrownBy(() -> one("person", "1'", "")).hasMessageStartingWith("unknown-record");
        assertThatThrownBy(() -> one("oder", "1", "")).hasMessageStartingWith("unknown-model");
        assertThatThrownBy(() -> list("order\"; DROP TABLE tag", "")).hasMessageStartingWith("unknown-model");
        assertThatThrownBy(() -> related("order", "99", "tags", "")).hasMessageStartingWith("unknown-record");
        assertThatThrownBy(() -> related("order", "1", "tag", "")).hasMessageStartingWith("unknown-relationship");
        assertThatThrownBy(() -> related("order", "1", "owner", "")).hasMessageStartingWith("unknown-relationship");
    }

    @Test
    void hostile_values_are_values() {
        for (String hostile : List.of("'; DROP TABLE \"order\"; --", "\" OR 1=1", "$1", "?", "%", "\\")) {
            String encoded = java.net.URLEncoder.encode(hostile, StandardCharsets.UTF_8);
            assertThat(list("order", "filter[name][icontains]=" + encoded + "&search=" + encoded)
                            .get("data"))
                    .isEmpty();
            assertThat(list("tag", "filter[id]=" + encoded).get("data")).isEmpty();
            assertThatThrownBy(() -> one("tag", hostile, "")).hasMessageStartingWith("unknown-record");
        }
        assertThat(list("order", "").get("data")).hasSize(4);
    }

    private void run(String sql) {
        PostgresServer.execute(database, sql);
    }

    private String one(String model, String id, String query) {
        return new String(bytes(model, id, query), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String model, String id, String query) {
        return Json.write(
                records.find(CALLER, model, id, QueryString.parse(query)).body());
    }

    private JsonNode list(String model, String query) {
        return Json.parse(records.list(CALLER, model, QueryString.parse(query)));
    }

    private JsonNode related(String model, String id, String relationship, String query) {
        return Json.parse(records.related(CALLER, model, id, relationship, QueryString.parse(query)));
    }

    private static List<String> texts(JsonNode records, String... path) {
        List<String> texts = new ArrayList<>();
        for (JsonNode record : records) {
            JsonNode at = record;
            for (String name : path) {
                at = at.path(name);
            }
            texts.add(at.asText(""));
        }
        return texts;
    }
}
