package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.statehouse.log.CatalogEntries;
import org.statehouse.log.EventLog;
import org.statehouse.testkit.PostgresServer;
import org.statehouse.testkit.Statements;

/** Changes of models whose tables have rows, on real PostgreSQL. */
class MigrationIT {

    private static final String CITY = """
            model: city
            id: { type: integer }
            fields:
              name: { type: text, maxLength: 40, required: true }
              size: { type: integer }
              state: { type: enum, options: [A, B, C] }
              note: { type: text, maxLength: 100 }
            indexes: [ [name, size] ]
            """;

    private static final String ROAD = """
            model: road
            id: { type: integer }
            fields:
              from: { type: reference, model: city, required: true }
              to: { type: reference, model: city }
            relationships:
              passes: { kind: manyToMany, model: city, inverse: roads }
            """;

    private static final DataSource SOURCE = PostgresServer.shared().newDatabase("migrations");

    @BeforeEach
    void twoModelsWithRecords() throws Exception {
        Statements.execute(SOURCE, "DROP SCHEMA public CASCADE");
        Statements.execute(SOURCE, "CREATE SCHEMA public");
        Statements.execute(SOURCE, "TRUNCATE statehouse.catalog, statehouse.change_log, statehouse.pending_rule");
        Statements.execute(SOURCE, "UPDATE statehouse.catalog_head SET version = 0");
        publish(CITY, ROAD);
        for (int i = 1; i <= 3; i++) {
            Statements.execute(
                    SOURCE,
                    "INSERT INTO city (version, \"createdAt\", \"createdBy\", \"updatedAt\", \"updatedBy\", name, size, state,"
                            + " note) VALUES (1, now(), 'x', now(), 'x', 'c" + i + "', " + i + ", 'A', '"
                            + "n".repeat(30 * i)
                            + "')");
        }
        Statements.execute(
                SOURCE,
                "INSERT INTO road (version, \"createdAt\", \"createdBy\", \"updatedAt\", \"updatedBy\", \"from\", \"to\")"
                        + " VALUES (1, now(), 'x', now(), 'x', 1, 2)");
        Statements.execute(SOURCE, "INSERT INTO road_passes VALUES (1, 3)");
    }

    @Test
    void a_renamed_field_keeps_its_values_its_number_and_its_constraints() throws Exception {
        int number = number("city", "size");
        Publication.Outcome outcome = publish(
                CITY.replace("size: { type: integer }", "area: { type: integer, min: 0, renamedFrom: [extent, size] }")
                        .replace("[name, size]", "[name, area]"),
                ROAD);

        assertThat(actions(outcome)).containsExactly("rename-field city.area", "add-rule city.area");
        assertThat(outcome.published()).as(outcome.faults().toString()).isTrue();
        assertThat(Statements.texts(SOURCE, "SELECT name || area FROM city ORDER BY id"))
                .containsExactly("c11", "c22", "c33");
        assertThat(number("city", "area")).isEqualTo(number);
        assertThat(constraints("city")).contains("city_area_min_check", "city_name_area_index");
        nothingIsPending();
        assertThat(publish(
                                CITY.replace("size: { type: integer }", "area: { type: integer, min: 0 }")
                                        .replace("[name, size]", "[name, area]"),
                                ROAD)
                        .plan()
                        .steps())
                .as("the former name may go")
                .isEmpty();
    }

    @Test
    void a_renamed_model_keeps_its_records_and_what_refers_to_them() throws Exception {
        int number = catalog().known("city").number();
        Publication.Outcome outcome = publication()
                .publish(files(Map.of(
                        "a/town.yaml",
                        CITY.replace("model: city", "model: town\nrenamedFrom: [city]"),
                        "a/road.yaml",
                        ROAD.replace("model: city", "model: town")
                                .replace("passes: {", "through: { renamedFrom: [passes],"))));

        assertThat(outcome.published()).as(outcome.faults().toString()).isTrue();
        assertThat(actions(outcome)).containsExactlyInAnyOrder("rename-model town", "rename-links road.through");
        assertThat(catalog().known("town").number()).isEqualTo(number);
        assertThat(Statements.texts(SOURCE, "SELECT t.name FROM road r JOIN town t ON t.id = r.\"to\""))
                .containsExactly("c2");
        assertThat(Statements.texts(SOURCE, "SELECT other FROM road_through")).containsExactly("3");
        assertThat(Statements.texts(
                        SOURCE,
                        "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                                + " AND conname LIKE '%city%'"))
                .isEmpty();
        assertThat(constraints("road_through"))
                .contains("road_through__pk", "road_through_owner_fk", "road_through_other_index");
    }

    @Test
    void what_records_stand_against_is_refused_with_their_number_and_some_of_their_ids() throws Exception {
        Statements.execute(SOURCE, "UPDATE city SET size = NULL WHERE id = 2");
        Statements.execute(SOURCE, "UPDATE city SET name = 'c1' WHERE id = 3");
        String strict = CITY.replace("maxLength: 40, required: true", "maxLength: 40, required: true, unique: true")
                        .replace("size: { type: integer }", "size: { type: integer, required: true, min: 2 }")
                        .replace("[A, B, C]", "[B, C]")
                        .replace("maxLength: 100", "maxLength: 50")
                + "  must: { type: text, required: true }\n";
        strict = strict.replace("indexes: [ [name, size] ]\n", "");
        Publication.Outcome outcome = publish(strict, ROAD);

        assertThat(outcome.published()).isFalse();
        assertThat(String.join("\n", outcome.faults()))
                .contains("city.size: have no value for the field size 1 record, such as 2; change them first")
                .contains("city.size: break the rule min of size 1 record, such as 1")
                .contains("city.state: break the rule options of state 3 records, such as 1, 2, 3")
                .contains("city.note: have a value of note that does not fit 2 records, such as 2, 3")
                .contains("city: have the same name as another 2 records, such as 1, 3")
                .contains("city.must: would have no value for the field must 3 records");
        assertThat(Statements.texts(SOURCE, "SELECT version FROM statehouse.catalog_head"))
                .containsExactly("1");
        nothingIsPending();
    }

    @Test
    void rules_that_all_records_obey_are_put_in_force_after_a_look_at_them() throws Exception {
        String strict = CITY.replace("maxLength: 40, required: true", "maxLength: 40, required: true, unique: true")
                        .replace("size: { type: integer }", "size: { type: integer, required: true, min: 1 }")
                        .replace("[A, B, C]", "[A, B]")
                        .replace("maxLength: 100", "maxLength: 200")
                + "checks: [ { rule: compare, field: size, operator: gte, other: least } ]\n";
        strict = strict.replace("indexes:", "  least: { type: integer, required: true, default: 0, max: 9 }\nindexes:");
        Publication.Outcome outcome = publish(strict, ROAD);

        assertThat(outcome.published()).as(outcome.faults().toString()).isTrue();
        assertThat(actions(outcome))
                .contains(
                        "add-unique city",
                        "require-field city.size",
                        "add-rule city.size",
                        "add-rule city.state",
                        "drop-rule city.state",
                        "change-type city.note",
                        "add-field city.least");
        assertThat(Statements.texts(SOURCE, "SELECT concat_ws(' ', name, size, least) FROM city ORDER BY id"))
                .containsExactly("c1 1 0", "c2 2 0", "c3 3 0");
        assertThat(Statements.texts(
                        SOURCE,
                        "SELECT is_nullable || coalesce(column_default, '') FROM information_schema.columns"
                                + " WHERE table_name = 'city' AND column_name IN ('least', 'size')"))
                .containsExactly("NO", "NO");
        assertThat(constraints("city"))
                .contains(
                        "city_name_unique", "city_size_min_check", "city_state_options_check", "city_least_max_check");
        assertThat(Statements.texts(SOURCE, "SELECT conname FROM pg_constraint WHERE NOT convalidated"))
                .isEmpty();
        nothingIsPending();
    }

    @Test
    void what_loses_something_or_makes_everybody_wait_is_done_by_consent_only() throws Exception {
        String less = CITY.replace("  note: { type: text, maxLength: 100 }\n", "")
                .replace("size: { type: integer }", "size: { type: text }");
        Publication.Outcome refused = publish(less, null);
        assertThat(refused.published()).isFalse();
        assertThat(refused.plan().missing(Set.of()))
                .containsExactlyInAnyOrder("drop city.note", "rewrite city.size", "drop road", "drop road.passes");
        assertThat(refused.plan().steps())
                .filteredOn(Assessment::loses)
                .extracting(one -> one.step().subject())
                .containsExactlyInAnyOrder("city.note", "road", "road.passes");
        assertThat(Statements.texts(SOURCE, "SELECT count(note) FROM city")).containsExactly("3");

        Publication.Outcome done = publication()
                .publish(
                        files(Map.of("a/city.yaml", less)),
                        Set.of("drop city.note", "rewrite city.size", "drop road", "drop road.passes", "drop moon"));
        assertThat(done.published()).as(done.faults().toString()).isTrue();
        assertThat(done.plan().unused(Set.of("drop moon", "drop road"))).containsExactly("drop moon");
        assertThat(Statements.texts(SOURCE, "SELECT size FROM city ORDER BY id"))
                .containsExactly("1", "2", "3");
        assertThat(Statements.texts(SOURCE, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("city");

        publish(less, ROAD);
        assertThat(catalog().known("road").number())
                .as("a model that comes again is another one")
                .isGreaterThan(done.plan().numbers().next() - 1);
    }

    @Test
    void nobody_is_asked_about_tables_without_records() throws Exception {
        Statements.execute(SOURCE, "DELETE FROM road_passes");
        Statements.execute(SOURCE, "DELETE FROM road");
        Publication.Outcome outcome = publish(CITY, null);
        assertThat(outcome.published()).as(outcome.faults().toString()).isTrue();
        assertThat(Statements.texts(SOURCE, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("city");
    }

    @Test
    void there_is_no_way_between_some_types_and_none_between_kinds_of_ids() throws Exception {
        Publication.Outcome outcome = publish(
                CITY.replace("size: { type: integer }", "size: { type: boolean }")
                        .replace("id: { type: integer }", "id: { type: uuid }"),
                ROAD);
        assertThat(String.join("\n", outcome.faults()))
                .contains("city.size: values cannot be turned from integer (bigint) to boolean (boolean)")
                .contains("city: the kind of ids cannot change");
    }

    @Test
    void soft_delete_comes_with_its_indexes_and_goes_when_no_record_is_deleted() throws Exception {
        String unique = CITY.replace("required: true }", "required: true, unique: true }");
        String soft = unique + "softDelete: true\n";
        assertThat(publish(soft, ROAD).faults()).isEmpty();
        assertThat(Statements.texts(SOURCE, "SELECT indexdef FROM pg_indexes WHERE indexname = 'city_name_unique'"))
                .singleElement()
                .asString()
                .contains("WHERE (\"deletedAt\" IS NULL)");
        Statements.execute(SOURCE, "UPDATE city SET \"deletedAt\" = now(), \"deletedBy\" = 'x' WHERE id = 3");
        assertThat(publish(unique, ROAD).faults()).singleElement().asString().contains("are deleted", "such as 3");
        Statements.execute(SOURCE, "UPDATE city SET \"deletedAt\" = NULL, \"deletedBy\" = NULL");
        assertThat(publish(unique, ROAD).published()).isTrue();
        assertThat(constraints("city")).contains("city_name_unique");
        nothingIsPending();
    }

    @Test
    void what_a_plan_has_left_that_was_cut_off_is_taken_away_before_the_next() throws Exception {
        Statements.execute(SOURCE, "ALTER TABLE city ADD COLUMN \"__pdead_1\" bigint");
        Statements.execute(SOURCE, "ALTER TABLE city ADD CONSTRAINT \"__pdead_2\" CHECK (size > 1) NOT VALID");
        Statements.execute(SOURCE, "CREATE INDEX \"__pdead_3\" ON city (note)");
        Statements.execute(
                SOURCE,
                "INSERT INTO statehouse.pending_rule VALUES ('__pdead_2', 1, '{size}', 'min', 'Size must be more')");
        publication().clear();
        nothingIsPending();
    }

    private static void nothingIsPending() throws SQLException {
        assertThat(Statements.texts(SOURCE, "SELECT name FROM statehouse.pending_rule"))
                .isEmpty();
        assertThat(Statements.texts(
                        SOURCE,
                        "SELECT relname FROM pg_class WHERE relname LIKE '\\_\\_p%'"
                                + " UNION ALL SELECT conname FROM pg_constraint WHERE conname LIKE '\\_\\_p%'"
                                + " UNION ALL SELECT attname FROM pg_attribute WHERE attname LIKE '\\_\\_p%'"))
                .isEmpty();
    }

    private static List<String> actions(Publication.Outcome outcome) {
        return outcome.plan().steps().stream()
                .map(one -> one.step().action().word() + " " + one.step().subject())
                .toList();
    }

    private static List<String> constraints(String table) throws SQLException {
        return Statements.texts(
                SOURCE,
                "SELECT conname FROM pg_constraint WHERE conrelid = '\"" + table + "\"'::regclass"
                        + " UNION SELECT indexname FROM pg_indexes WHERE tablename = '" + table + "'");
    }

    private static int number(String model, String field) throws SQLException {
        return Objects.requireNonNull(catalog().known(model).field(field)).number();
    }

    private static Catalog catalog() throws SQLException {
        return publication().current().orElseThrow();
    }

    private static Publication.Outcome publish(String city, @org.jspecify.annotations.Nullable String road)
            throws Exception {
        return publication()
                .publish(files(
                        road == null ? Map.of("a/city.yaml", city) : Map.of("a/city.yaml", city, "a/road.yaml", road)));
    }

    private static CheckedCatalog files(Map<String, String> files) throws MetadataFaults {
        return CatalogReader.read(MetadataFiles.of(files));
    }

    private static Publication publication() {
        return new Publication(SOURCE, new CatalogEntries(new EventLog()));
    }
}
