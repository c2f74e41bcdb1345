package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.statehouse.database.StartFailure;
import org.statehouse.log.CatalogEntries;
import org.statehouse.log.EventLog;
import org.statehouse.testkit.PostgresServer;
import org.statehouse.testkit.Statements;

/** Publications on real PostgreSQL: all of a catalog takes effect, or nothing of it. */
class PublicationIT {

    private static final String CITY = """
            model: city
            fields:
              name: { type: text, maxLength: 40, required: true, unique: true }
            """;

    private static final String ORDER = """
            model: order
            id: { type: integer }
            fields:
              select: { type: text, maxLength: 40, minLength: 2 }
              note: { type: longText, maxLength: 10 }
              city: { type: reference, model: city, required: true }
              kind: { type: enum, options: { A: First, "it's": Second }, default: A }
              amount: { type: decimal, precision: 5, scale: 2, min: 0.01, max: 100 }
              day: { type: date, min: 2020-01-01 }
              at: { type: dateTime, max: "2030-01-01T00:00:00Z" }
            checks: [ { rule: unique, fields: [city, day] } ]
            indexes: [ [kind, createdAt] ]
            relationships:
              places: { kind: manyToMany, model: city, inverse: orders }
            """;

    private static final DataSource SOURCE = PostgresServer.shared().newDatabase("publications");

    @BeforeEach
    void asBeforeTheFirstPublication() throws SQLException {
        Statements.execute(SOURCE, "DROP SCHEMA public CASCADE");
        Statements.execute(SOURCE, "CREATE SCHEMA public");
        Statements.execute(SOURCE, "TRUNCATE statehouse.catalog, statehouse.change_log");
        Statements.execute(SOURCE, "UPDATE statehouse.catalog_head SET version = 0");
    }

    @AfterEach
    void forgetTheFailureOfTheStart() {
        System.clearProperty("statehouse.start.failure");
    }

    @Test
    void the_first_publication_makes_every_table_and_is_written_down_once() throws Exception {
        Publication.Outcome outcome = publication().publish(CatalogReader.read(samples()));

        Catalog catalog = Objects.requireNonNull(outcome.catalog());
        assertThat(outcome.published()).isTrue();
        assertThat(catalog.version()).isEqualTo(1);
        assertThat(Statements.texts(SOURCE, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"))
                .containsExactly(
                        "album",
                        "artist",
                        "customer",
                        "employee",
                        "garage",
                        "genre",
                        "invoice",
                        "invoiceLine",
                        "layout",
                        "mediaType",
                        "metric",
                        "movie",
                        "pane",
                        "parkingSession",
                        "payment",
                        "playlist",
                        "playlist_tracks",
                        "quote",
                        "session",
                        "settings",
                        "spot",
                        "ticket",
                        "track",
                        "vehicle");
        assertThat(Statements.texts(SOURCE, "SELECT type || ' ' || catalog FROM statehouse.change_log"))
                .containsExactly("catalog.published 1");
        assertThat(Statements.texts(SOURCE, "SELECT version FROM statehouse.catalog_head"))
                .containsExactly("1");
        assertThat(publication().publish(CatalogReader.read(samples())).published())
                .as("the same files once more")
                .isFalse();
        assertThat(text(Objects.requireNonNull(publication().current().orElse(null))))
                .isEqualTo(text(catalog));
    }

    @Test
    void constraints_stand_in_the_database_and_their_names_lead_back_to_the_catalog() throws Exception {
        Catalog catalog = published(Map.of("a/city.yaml", CITY, "a/order.yaml", ORDER));
        Model order = catalog.known("order");
        Statements.execute(SOURCE, city("00000000-0000-0000-0000-000000000001", "'Rome'"));
        Statements.execute(SOURCE, order("'ab', 'n', 'A', 0.01, DATE '2020-01-01'"));

        assertThat(refused(city("00000000-0000-0000-0000-000000000002", "'Rome'")))
                .isEqualTo(catalog.known("city").uniques().get(0).name());
        assertThat(refused(city("00000000-0000-0000-0000-000000000001", "'Oslo'")))
                .satisfies(name -> assertThat(ConstraintNames.isPrimaryKey(catalog.known("city"), name))
                        .isTrue());
        assertThat(refused(city("00000000-0000-0000-0000-000000000003", "''"))).isEqualTo("city_name_required_check");
        assertThat(refused(city("00000000-0000-0000-0000-000000000003", "NULL")))
                .isEmpty();
        assertThat(ConstraintNames.uniqueKey(order, refused(order("'ab', 'n', 'A', 1, DATE '2020-01-01'"))))
                .hasValueSatisfying(key -> assertThat(key.fields()).containsExactly("city", "day"));
        assertThat(refused(order("'a', 'n', 'A', 1, NULL"))).isEqualTo("order_select_minLength_check");
        assertThat(refused(order("'ab', '01234567890', 'A', 1, NULL"))).isEqualTo("order_note_type_check");
        assertThat(refused(order("'ab', 'n', 'B', 1, NULL"))).isEqualTo("order_kind_options_check");
        assertThat(refused(order("'ab', 'n', 'it''s', 0, NULL"))).isEqualTo("order_amount_min_check");
        assertThat(refused(order("'ab', 'n', 'A', 100.01, NULL"))).isEqualTo("order_amount_max_check");
        assertThat(refused(order("'ab', 'n', 'A', 1, DATE '2019-12-31'"))).isEqualTo("order_day_min_check");
        String nowhere = order("'ab', 'n', 'A', 1, NULL")
                .replace("-0001-0000", "-0000-0000")
                .replace("000001'", "000009'");
        assertThat(ConstraintNames.reference(order, refused(nowhere)))
                .hasValueSatisfying(field -> assertThat(field.name()).isEqualTo("city"));
        String link = refused("INSERT INTO \"order_places\" VALUES (1, '00000000-0000-0000-0000-000000000009')");
        assertThat(ConstraintNames.link(order, link))
                .hasValueSatisfying(one -> assertThat(one.name()).isEqualTo("places"));
        assertThat(ConstraintNames.link(catalog.known("city"), link))
                .hasValueSatisfying(one -> assertThat(one.name()).isEqualTo("orders"));
    }

    @Test
    void every_text_column_is_ordered_by_code_point_and_no_foreign_key_acts_by_itself() throws Exception {
        published(Map.of("a/city.yaml", CITY, "a/order.yaml", ORDER));

        assertThat(
                        Statements.texts(
                                SOURCE,
                                "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema ="
                                        + " 'public' AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'"))
                .isEmpty();
        assertThat(Statements.texts(
                        SOURCE,
                        "SELECT DISTINCT confdeltype::text || ' ' || condeferrable FROM pg_constraint WHERE contype = 'f'"
                                + " AND connamespace = 'public'::regnamespace"))
                .containsExactly("a false");
        assertThat(Statements.texts(
                        SOURCE,
                        "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename LIKE 'order%'"
                                + " ORDER BY 1"))
                .containsExactly(
                        "order__pk",
                        "order_city_day_unique",
                        "order_kind_createdAt_index",
                        "order_places__pk",
                        "order_places_other_index");
    }

    @Test
    void what_loses_nothing_is_done_and_existing_records_get_the_default_where_one_is_required() throws Exception {
        Catalog first = published(Map.of("a/city.yaml", CITY));
        Statements.execute(SOURCE, city("00000000-0000-0000-0000-000000000001", "'Rome'"));

        String more = CITY + "  size: { type: integer, required: true, default: 7 }\n"
                + "  code: { type: text, maxLength: 9, unique: true, default: x }\n"
                + "  motto: { type: longText }\n"
                + "  near: { type: reference, model: city }\n"
                + "  label: { type: text }\n"
                + "indexes: [[size, name]]\n"
                + "relationships:\n  twins: { kind: manyToMany, model: city }\n";
        Catalog second = published(Map.of("a/city.yaml", more, "a/order.yaml", ORDER));

        assertThat(second.version()).isEqualTo(2);
        assertThat(Statements.texts(
                        SOURCE,
                        "SELECT concat_ws(' ', size, coalesce(code, '-'), coalesce(motto, '-'), version) FROM city"))
                .containsExactly("7 - - 1");
        assertThat(second.known("city").number()).isEqualTo(first.known("city").number());
        assertThat(number(second, "city", "name")).isEqualTo(number(first, "city", "name"));
        assertThat(refused(city("00000000-0000-0000-0000-000000000002", "'Oslo'")))
                .isEmpty();
        assertThat(Statements.texts(
                        SOURCE, "SELECT type || ' ' || catalog FROM statehouse.change_log ORDER BY position"))
                .containsExactly("catalog.published 1", "catalog.published 2");

        Catalog third =
                published(Map.of("a/city.yaml", more.replace("indexes: [[size, name]]\n", ""), "a/order.yaml", ORDER));
        assertThat(third.version()).isEqualTo(3);
        assertThat(Statements.texts(
                        SOURCE, "SELECT indexname FROM pg_indexes WHERE indexname = 'city_size_name_index'"))
                .isEmpty();
    }

    @Test
    void numbers_are_stable_and_both_ends_of_a_relationship_have_one() throws Exception {
        Catalog catalog = published(Map.of("a/city.yaml", CITY, "a/order.yaml", ORDER));
        Relationship near = Objects.requireNonNull(catalog.known("order").relationship("places"));
        Relationship far = Objects.requireNonNull(catalog.known("city").relationship("orders"));

        assertThat(near.number()).isEqualTo(far.number()).isPositive();
        assertThat(near.ownColumn()).isEqualTo(far.otherColumn());
        List<Integer> numbers = new ArrayList<>();
        for (Model model : catalog.models().values()) {
            numbers.add(model.number());
            model.fields().values().forEach(field -> numbers.add(field.number()));
        }
        numbers.add(near.number());
        assertThat(numbers).doesNotHaveDuplicates().allMatch(number -> number > 0);

        CheckedCatalog without = CatalogReader.read(MetadataFiles.of(Map.of("a/city.yaml", CITY)));
        CheckedCatalog again = CatalogReader.read(MetadataFiles.of(Map.of("a/city.yaml", CITY, "a/order.yaml", ORDER)));
        Numbers all = Numbers.NONE.extendedFor(again);
        Numbers reused = all.extendedFor(without).extendedFor(again);
        assertThat(reused.model("city")).isEqualTo(all.model("city"));
        assertThat(reused.model("order")).as("a number that was given up").isGreaterThanOrEqualTo(all.next());
        assertThat(Numbers.fromJson(reused.toJson())).isEqualTo(reused);
    }

    @Test
    void what_cannot_be_done_is_reported_and_changes_nothing() throws Exception {
        published(Map.of("a/city.yaml", CITY, "a/order.yaml", ORDER));
        String changed = ORDER.replace("maxLength: 40", "maxLength: 50")
                .replace("  note: { type: longText, maxLength: 10 }\n", "")
                .replace("min: 0.01", "min: 0.02")
                .replace(
                        "checks: [ { rule: unique, fields: [city, day] } ]",
                        "checks: [ { rule: unique, fields: [day] } ]")
                .replace("id: { type: integer }", "id: { type: uuid }")
                .replace("  day:", "  must: { type: text, required: true }\n  fine: { type: text }\n  day:");

        MetadataStart.Result result = start(Map.of("a/order.yaml", changed, "a/city.yaml", CITY));

        assertThat(result.catalog().version()).isEqualTo(1);
        assertThat(String.join("\n", result.faults())).contains("order: the kind of ids cannot change");
        assertThat(Statements.texts(
                        SOURCE, "SELECT column_name FROM information_schema.columns WHERE column_name = 'fine'"))
                .isEmpty();
        assertThat(start(Map.of("a/order.yaml", ORDER.replace("city", "town"))).faults())
                .as("a file with a fault")
                .isNotEmpty()
                .allMatch(fault -> fault.matches("a/order.yaml:\\d+:\\d+: .*"));
        assertThat(Statements.texts(SOURCE, "SELECT count(*) FROM statehouse.catalog"))
                .containsExactly("1");
    }

    @Test
    void a_first_start_with_faulty_files_ends_with_all_of_their_faults() {
        assertThatThrownBy(() -> start(Map.of("a/city.yaml", CITY.replace("text", "txt"), "a/b.yaml", "model: c")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("a/b.yaml:1:8: ")
                .hasMessageContaining("a/city.yaml:3:17: there is no type 'txt', did you mean 'text'?");
        assertThat(System.getProperty("statehouse.start.failure")).contains("a/city.yaml:3:17");
    }

    @Test
    void a_publication_that_fails_half_way_leaves_nothing() throws Exception {
        Statements.execute(SOURCE, "CREATE TABLE public.\"order\" (x int)");
        assertThatThrownBy(() -> published(Map.of("a/city.yaml", CITY, "a/order.yaml", ORDER)))
                .isInstanceOf(SQLException.class);
        assertThat(Statements.texts(SOURCE, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("order");
        assertThat(Statements.texts(SOURCE, "SELECT version FROM statehouse.catalog_head"))
                .containsExactly("0");
        assertThat(Statements.texts(SOURCE, "SELECT count(*) FROM statehouse.change_log"))
                .containsExactly("0");
    }

    @Test
    void nodes_that_start_at_once_publish_once() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Publication.Outcome>> starts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                starts.add(() -> publication().publish(CatalogReader.read(samples())));
            }
            int published = 0;
            for (Future<Publication.Outcome> outcome : nodes.invokeAll(starts)) {
                assertThat(Objects.requireNonNull(outcome.get().catalog()).version())
                        .isEqualTo(1);
                published += outcome.get().published() ? 1 : 0;
            }
            assertThat(published).isEqualTo(1);
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void a_publication_waits_for_writers_of_the_models_that_change_and_then_takes_effect() throws Exception {
        published(Map.of("a/city.yaml", CITY));
        ExecutorService node = Executors.newSingleThreadExecutor();
        try (Connection writer = SOURCE.getConnection();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute(city("00000000-0000-0000-0000-000000000001", "'Rome'"));
            Future<Catalog> publication =
                    node.submit(() -> published(Map.of("a/city.yaml", CITY + "  motto: { type: text }\n")));
            while (Statements.texts(
                            SOURCE,
                            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE%'")
                    .isEmpty()) {
                assertThat(publication.isDone()).isFalse();
            }
            writer.commit();
            assertThat(publication.get().version()).isEqualTo(2);
        } finally {
            node.shutdownNow();
        }
    }

    private Publication publication() {
        return new Publication(SOURCE, new CatalogEntries(new EventLog()));
    }

    private Catalog published(Map<String, String> files) throws Exception {
        Publication.Outcome outcome = publication().publish(CatalogReader.read(MetadataFiles.of(files)));
        assertThat(outcome.faults()).isEmpty();
        return Objects.requireNonNull(outcome.catalog());
    }

    private MetadataStart.Result start(Map<String, String> files) throws SQLException {
        return new MetadataStart(publication(), () -> MetadataFiles.of(files), new ComposedFiles()).run();
    }

    private static MetadataFiles samples() throws IOException {
        return MetadataFiles.onClassPath(PublicationIT.class.getClassLoader(), "metadata/");
    }

    private static String text(Catalog catalog) {
        return new String(CatalogJson.catalog(catalog), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int number(Catalog catalog, String model, String field) {
        return Objects.requireNonNull(catalog.known(model).field(field)).number();
    }

    private static String city(String id, String name) {
        return "INSERT INTO public.city (id, version, \"createdAt\", \"createdBy\", \"updatedAt\", \"updatedBy\", name"
                + ") VALUES ('" + id + "', 1, now(), 'x', now(), 'x', " + name + ")";
    }

    private static String order(String values) {
        return "INSERT INTO public.\"order\" (version, \"createdAt\", \"createdBy\", \"updatedAt\", \"updatedBy\", city,"
                + " \"select\", note, kind, amount, day) VALUES (1, now(), 'x', now(), 'x',"
                + " '00000000-0000-0000-0000-000000000001', " + values + ")";
    }

    /** The name of the constraint that refuses a statement, "" for NOT NULL. */
    private String refused(String sql) {
        try {
            Statements.execute(SOURCE, sql);
        } catch (PSQLException refusal) {
            String name =
                    Objects.requireNonNull(refusal.getServerErrorMessage()).getConstraint();
            return name == null ? "" : name;
        } catch (SQLException other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("accepted: " + sql);
    }

    @Test
    void samples_are_found_in_a_folder_too() throws Exception {
        assertThat(MetadataFiles.inFolder(Path.of("metadata")).contents().keySet())
                .isEqualTo(samples().contents().keySet())
                .hasSizeGreaterThan(10)
                .allMatch(path -> path.matches("[a-z]+/[A-Za-z]+\\.yaml"));
    }
}
