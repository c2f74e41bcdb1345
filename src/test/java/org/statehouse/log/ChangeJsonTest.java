package org.statehouse.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.metadata.Model;
import org.statehouse.metadata.Shop;

class ChangeJsonTest {

    private static final OffsetDateTime AT = OffsetDateTime.parse("2025-03-01T10:00:00.000001Z");
    private static final Cursor CURSOR = Cursor.upTo(UUID.fromString("01234567-89ab-4def-8123-456789abcdef"), 5, AT);
    private static final Model ORDER = Shop.model("order");
    private static final String NAME = key("name");
    private static final String PRICE = key("price");
    private static final String SYSTEM = "\"createdAt\": \"x\", \"updatedBy\": \"y\"";

    @Test
    void a_new_record_shows_all_its_values_but_nulls() {
        JsonNode json = json(change(
                Change.Op.CREATE,
                "{\"" + NAME + "\": \"a\", \"" + PRICE + "\": 1.500, \"" + key("note") + "\": null, " + SYSTEM + "}",
                null,
                null));
        assertThat(json.path("type").asText()).isEqualTo("order.created");
        assertThat(json.path("changes").toString()).isEqualTo("{\"name\":\"a\",\"price\":1.500}");
        assertThat(json.has("before")).isFalse();
    }

    @Test
    void a_changed_record_shows_what_changed_and_what_it_was() {
        JsonNode json = json(change(
                Change.Op.UPDATE,
                "{\"" + NAME + "\": null, \"" + PRICE + "\": 2, " + SYSTEM + "}",
                "{\"" + NAME + "\": \"a\"}",
                null));
        assertThat(json.path("changes").toString()).isEqualTo("{\"name\":null}");
        assertThat(json.path("before").toString()).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void a_deleted_record_shows_what_it_was() {
        JsonNode json = json(change(Change.Op.DELETE, null, "{\"" + NAME + "\": \"a\", " + SYSTEM + "}", null));
        assertThat(json.path("type").asText()).isEqualTo("order.deleted");
        assertThat(json.path("changes").toString()).isEqualTo("{}");
        assertThat(json.path("before").toString()).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void links_are_shown_by_their_relationship() {
        String tags = Integer.toString(
                Objects.requireNonNull(ORDER.relationship("tags")).number());
        JsonNode json = json(change(
                Change.Op.LINK,
                "{\"" + NAME + "\": \"unchanged\"}",
                null,
                "{\"" + tags + "\": {\"add\": [\"x\"], \"remove\": []}}"));
        assertThat(json.path("type").asText()).isEqualTo("order.linked");
        assertThat(json.path("changes").toString()).isEqualTo("{\"tags\":{\"add\":[\"x\"],\"remove\":[]}}");
    }

    @Test
    void an_id_has_its_own_type_and_numbers_are_exact() {
        JsonNode json = json(change(Change.Op.CREATE, "{\"" + PRICE + "\": 123456789012345.670}", null, null));
        assertThat(json.path("id").isIntegralNumber()).isTrue();
        assertThat(json.path("changes").toString()).isEqualTo("{\"price\":123456789012345.670}");
    }

    @Test
    void what_the_catalog_no_longer_has_is_called_by_its_number() {
        LogEntry.RecordChange gone = new LogEntry.RecordChange(
                99_999, "7", 1, Change.Op.UPDATE, "{\"88888\": 1}", "{\"88888\": 2}", "{\"77777\": {}}");
        JsonNode json = json(entry(null, gone));
        assertThat(json.path("type").asText()).isEqualTo("#99999.updated");
        assertThat(json.path("model").asText()).isEqualTo("#99999");
        assertThat(json.path("id").asText()).isEqualTo("7");
        assertThat(json.path("changes").toString()).isEqualTo("{\"#88888\":1,\"#77777\":{}}");
        assertThat(json.path("before").toString()).isEqualTo("{\"#88888\":2}");
    }

    @Test
    void every_change_says_where_when_and_by_whom() {
        JsonNode json = json(change(Change.Op.CREATE, "{}", null, null));
        assertThat(json.path("cursor").asText()).isEqualTo(CURSOR.text());
        assertThat(json.path("at").asText()).isEqualTo("2025-03-01T10:00:00.000001Z");
        assertThat(json.path("by").asText()).isEqualTo("ann");
        assertThat(json.path("request").asText()).isEqualTo("r-1");
        assertThat(json.path("origin").isNull()).isTrue();
        assertThat(json.path("version").asLong()).isEqualTo(4);
        assertThat(json.path("op").asText()).isEqualTo("create");
    }

    @Test
    void a_publication_names_the_catalogs_version() {
        JsonNode json = json(entry("catalog.published", null));
        assertThat(json.path("type").asText()).isEqualTo("catalog.published");
        assertThat(json.path("version").asLong()).isEqualTo(12);
        assertThat(json.has("model")).isFalse();
    }

    private static String key(String field) {
        return Objects.requireNonNull(ORDER.field(field)).imageKey();
    }

    private static LogEntry change(
            Change.Op op, @Nullable String image, @Nullable String before, @Nullable String links) {
        return entry(null, new LogEntry.RecordChange(ORDER.number(), "7", 4, op, image, before, links));
    }

    private static LogEntry entry(@Nullable String type, LogEntry.@Nullable RecordChange change) {
        return new LogEntry(CURSOR, 5, 1, AT, type, change, "ann", "r-1", null, 12);
    }

    private static JsonNode json(LogEntry entry) {
        byte[] bytes = Json.write(out -> ChangeJson.write(out, entry, new ChangeNames(Shop.CATALOG)));
        return Json.parse(bytes);
    }
}
