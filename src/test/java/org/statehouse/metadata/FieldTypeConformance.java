package org.statehouse.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.statehouse.json.Json;
import org.statehouse.testkit.PostgresServer;

/**
 * What every field type must do: one value has one meaning in JSON, in text, in Java and in PostgreSQL. A type's own test
 * says which values it takes and which it refuses.
 */
abstract class FieldTypeConformance {

    private final Field field;

    /** With the field of the settings {@code "type: text, maxLength: 5"}. */
    FieldTypeConformance(String settings) {
        this.field = field(settings);
    }

    /** JSON that is taken, and the JSON that is written for it. */
    abstract Map<String, String> taken();

    /** JSON that is refused by the type. */
    abstract List<String> refused();

    /** Objects and arrays that are refused. */
    List<String> noValues() {
        return List.of("{}", "[]", "[1]", "{\"a\":1}");
    }

    /** JSON that the schemas refuse, read and written. */
    List<String> ofAnotherKind() {
        return List.of("{\"a\":1}", "[[1]]");
    }

    /** Texts that are taken, and the JSON that is written for them. */
    abstract Map<String, String> texts();

    /** Texts that are refused by the type. */
    abstract List<String> refusedTexts();

    /** The column's type. */
    abstract String column();

    /** The JSON of its control in a form. */
    abstract String form();

    abstract Set<Operator> operators();

    /** The field of a model that has it and a model to refer to. */
    static Field field(String settings) {
        String model = "model: sample\nfields:\n  value: { " + settings + " }\n";
        String target = "model: target\nid: { type: integer }\nfields:\n  name: { type: text }\n";
        try {
            CheckedCatalog checked =
                    CatalogReader.read(MetadataFiles.of(Map.of("app/sample.yaml", model, "app/target.yaml", target)));
            return Objects.requireNonNull(
                    Objects.requireNonNull(checked.models().get("sample")).field("value"));
        } catch (MetadataFaults faults) {
            throw new AssertionError(faults.getMessage(), faults);
        }
    }

    @Test
    void json_that_fits_is_taken_and_written_in_one_form() throws Exception {
        for (Map.Entry<String, String> one : taken().entrySet()) {
            Object value = field.type().fromJson(field, json(one.getKey()));
            assertThat(written(value)).as(one.getKey()).isEqualTo(one.getValue());
            assertThat(field.type().fromJson(field, json(one.getValue()))).isEqualTo(value);
        }
    }

    @Test
    void json_that_does_not_fit_is_refused() {
        for (String one : refused()) {
            assertThatThrownBy(() -> field.type().fromJson(field, json(one)))
                    .as(one)
                    .isInstanceOf(ValueFault.class)
                    .hasMessageMatching("(must|is not) .*");
        }
    }

    @Test
    void null_is_no_value_of_any_type() throws Exception {
        assertThat(field.fromJson(null)).isNull();
        assertThat(field.fromJson(json("null"))).isNull();
    }

    @Test
    void objects_and_arrays_are_refused() {
        for (String one : noValues()) {
            assertThatThrownBy(() -> field.type().fromJson(field, json(one)))
                    .as(one)
                    .isInstanceOf(ValueFault.class);
        }
    }

    @Test
    void text_is_read_as_filters_and_csv_write_it() throws Exception {
        for (Map.Entry<String, String> one : texts().entrySet()) {
            assertThat(written(field.type().fromText(field, one.getKey())))
                    .as(one.getKey())
                    .isEqualTo(one.getValue());
        }
        for (String one : refusedTexts()) {
            assertThatThrownBy(() -> field.type().fromText(field, one)).as(one).isInstanceOf(ValueFault.class);
        }
    }

    @Test
    void a_value_has_a_text_that_is_read_as_the_same_value() throws Exception {
        for (String one : taken().keySet()) {
            Object value = field.type().fromJson(field, json(one));
            String text = field.type().toText(field, value);
            assertThat(field.type().fromText(field, text)).as(text).isEqualTo(value);
        }
    }

    @Test
    void column_and_operators_are_those_of_the_documentation() {
        assertThat(field.type().sqlType(field)).isEqualTo(column());
        assertThat(field.type().operators()).isEqualTo(operators());
        assertThat(FieldTypes.find(field.type().name())).isSameAs(field.type());
    }

    @Test
    void a_form_knows_its_control_and_what_that_must_know() {
        byte[] json = Json.write(out -> CatalogJson.write(out, field.type().form(field)));
        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(form());
    }

    @Test
    void values_and_null_come_back_from_postgresql_and_its_images_equal_the_json() throws Exception {
        FieldType type = field.type();
        try (Connection connection = PostgresServer.shared().dataSource().getConnection();
                Statement ddl = connection.createStatement()) {
            ddl.execute("SET timezone = 'Pacific/Chatham'");
            ddl.execute("CREATE TEMPORARY TABLE t (\"value\" " + type.sqlType(field) + ")");
            for (Map.Entry<String, String> one : taken().entrySet()) {
                Object value = type.fromJson(field, json(one.getKey()));
                Row row = roundTrip(connection, value);
                assertThat(row.value()).as(one.getKey()).isEqualTo(value);
                assertThat(image(row.image())).as(one.getKey()).isEqualTo(one.getValue());
                assertThat(row.array()).as(one.getKey()).isTrue();
            }
            Row none = roundTrip(connection, null);
            assertThat(none.value()).isNull();
            assertThat(image(none.image())).isEqualTo("null");
        }
    }

    @Test
    void an_image_gives_the_column_again() throws Exception {
        String sql = "SELECT " + ImageColumns.sql(field, "i.image") + " FROM (SELECT ?::jsonb AS image) i";
        try (Connection connection = PostgresServer.shared().dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (String one : taken().values()) {
                String image = "{\"" + field.imageKey() + "\": " + one + "}";
                Object value = field.type().fromJson(field, json(one));
                assertThat(fromImage(select, image)).as(one).isEqualTo(value);
                assertThat(ImageColumns.value(field, json(image)))
                        .as("without PostgreSQL: " + one)
                        .isEqualTo(value);
            }
            assertThat(fromImage(select, "{\"" + field.imageKey() + "\": null}"))
                    .isNull();
            assertThat(fromImage(select, "{}")).isNull();
            assertThat(ImageColumns.value(field, json("{\"" + field.imageKey() + "\": null}")))
                    .isNull();
            assertThat(ImageColumns.value(field, json("{}"))).isNull();
        }
    }

    private @Nullable Object fromImage(PreparedStatement select, String image) throws Exception {
        select.setString(1, image);
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return field.type().read(field, row, 1);
        }
    }

    @Test
    void a_document_and_a_literal_hold_the_same_value_for_postgresql() throws Exception {
        FieldType type = field.type();
        try (Connection connection = PostgresServer.shared().dataSource().getConnection()) {
            for (String one : taken().keySet()) {
                Object value = type.fromJson(field, json(one));
                byte[] document = Json.write(out -> {
                    out.writeStartObject();
                    out.writeFieldName("v");
                    type.toDocument(field, out, value);
                    out.writeEndObject();
                });
                String cast = "::" + type.castType(field);
                String sql = "SELECT (?::jsonb->>'v')" + cast + " AS v, (" + Literals.sql(value) + ")" + cast;
                try (PreparedStatement select = connection.prepareStatement(sql)) {
                    select.setString(1, new String(document, StandardCharsets.UTF_8));
                    try (ResultSet row = select.executeQuery()) {
                        row.next();
                        assertThat(type.read(field, row, 1)).as(one).isEqualTo(value);
                        assertThat(type.read(field, row, 2)).as(one).isEqualTo(value);
                    }
                }
            }
        }
    }

    @Test
    void the_json_schemas_take_what_is_taken_and_given() throws Exception {
        for (Map.Entry<String, String> one : taken().entrySet()) {
            assertThat(faults(field.type().writeSchema(field), false, one.getKey()))
                    .as("written: " + one.getKey())
                    .isEmpty();
            assertThat(faults(field.type().readSchema(field), true, one.getValue()))
                    .as("read: " + one.getValue())
                    .isEmpty();
        }
    }

    @Test
    void the_json_schemas_refuse_what_is_of_another_kind() throws Exception {
        for (String one : ofAnotherKind()) {
            assertThat(faults(field.type().writeSchema(field), true, one))
                    .as(one)
                    .isNotEmpty();
            assertThat(faults(field.type().readSchema(field), true, one))
                    .as(one)
                    .isNotEmpty();
        }
    }

    /** @param formats the validator's own date-time takes fewer offsets than RFC 3339 has: not for what is written */
    private static Set<ValidationMessage> faults(JsonNode schema, boolean formats, String value) throws Exception {
        SchemaValidatorsConfig strict = SchemaValidatorsConfig.builder()
                .formatAssertionsEnabled(formats)
                .build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema, strict)
                .validate(json(value));
    }

    /** What was read, the image, and whether a comparison with a cast array of one finds it. */
    private record Row(@Nullable Object value, String image, boolean array) {}

    private Row roundTrip(Connection connection, @Nullable Object value) throws Exception {
        FieldType type = field.type();
        String sql = "WITH w AS (INSERT INTO t (\"value\") VALUES (?) RETURNING \"value\")"
                + " SELECT \"value\", jsonb_build_object('v', " + type.imageSql(field, "\"value\"") + ")::text,"
                + (type.keyable() ? " \"value\" = ANY (ARRAY[\"value\"]::" + type.castType(field) + "[])" : " TRUE")
                + " FROM w";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            type.bind(field, statement, 1, value);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Row(type.read(field, row, 1), row.getString(2), row.getBoolean(3));
            }
        }
    }

    private static String image(String object) throws Exception {
        return Json.MAPPER.writeValueAsString(
                Json.parse(object.getBytes(StandardCharsets.UTF_8)).get("v"));
    }

    /** Without the escapes that a writer may choose. */
    private String written(Object value) throws Exception {
        return Json.MAPPER.writeValueAsString(
                Json.parse(Json.write(out -> field.type().toJson(field, out, value))));
    }

    /** Not read by {@link Json#parse}, so that what it refuses beforehand is refused by the types too. */
    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }
}
